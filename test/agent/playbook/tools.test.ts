import { afterEach, describe, expect, it } from 'vitest';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { type AppTools, openAppTools } from './app-tools.ts';
import { again, newFolder, prompt, type Started, statuses, told, updatesOf, type Way } from './playbook.ts';
import { start } from './starting.ts';

const opened: AppTools[] = [];
afterEach(async () => {
  for (const tools of opened.splice(0)) await tools.close();
});

async function openTools(): Promise<AppTools> {
  const tools = await openAppTools();
  opened.push(tools);
  return tools;
}

async function sessionWith({ client }: Started, tools: AppTools, folder = newFolder()): Promise<string> {
  const answer = await client.request('session/new', { cwd: folder, mcpServers: tools.servers });
  return (answer as { sessionId: string }).sessionId;
}

const task = (text: string, info = 'task') => fenced(info, text);
const cancel = ({ client }: Started, sessionId: string) => client.notify('session/cancel', { sessionId });
/** What the cards show of calls that they name. */
const callIds = (playbook: Started) => updatesOf(playbook, 'tool_call').map(({ toolCallId }) => toolCallId);

describe.each<Way>(['process', 'worker'])('other agents, from Playbook as a %s', (way) => {
  it('[S5.9] are started and waited for over HTTP, and it ends with its input afterwards', async () => {
    const [tools, playbook] = [await openTools(), await start(way)];
    const id = await sessionWith(playbook, tools);
    const waiting = tools.next('wait_for_agents');
    const text = `## Start\n\n@codex: One\n\n${task('Two {{item}}', 'task title=Two worktree=new count=2')}\n\nwait\n\nThe end.`;
    const ended = prompt(playbook, id, text);
    await waiting;
    await playbook.client.seen((update) => JSON.stringify(update).includes('3 of 3 at work'));
    tools.end('Two 1', 'finished', 'two');
    tools.end('Two 2', 'finished', 'too');
    tools.end('One', 'finished', 'one');
    expect(await ended).toBe('end_turn');

    expect(tools.calls.slice(0, 3).map(({ input }) => input)).toEqual([
      { task: 'One', title: 'One', agent: 'codex' },
      { task: 'Two 1', title: 'Two 1', worktree: true },
      { task: 'Two 2', title: 'Two 2', worktree: true },
    ]);
    expect(tools.calls.map(({ call }) => call.callId).slice(0, 4)).toEqual(callIds(playbook));
    const replies =
      /\*\*One\*\* \(@codex\): finished\.\n\n> one\n\n\*\*Two 1\*\*[\s\S]*> two[\s\S]*> too[\s\S]*The end\./;
    expect(told(playbook)).toMatch(replies);
    expect(updatesOf(playbook, 'tool_call_update').find(({ rawOutput }) => rawOutput)).toMatchObject({
      rawOutput: { session: 'child-1' },
    });
    expect(Object.values(statuses(playbook))).toEqual(Array(4).fill('completed'));
    expect(await playbook.end()).toBe(0);
  });

  it('[S5.9] a stop during the wait cancels it here and there at once, and continue waits again', async () => {
    const [tools, playbook] = [await openTools(), await start(way)];
    const id = await sessionWith(playbook, tools);
    const waiting = tools.next('wait_for_agents');
    const ended = prompt(playbook, id, '@codex: One\n\nwait\n\nThe end.');
    const { call } = await waiting;
    const aborted = new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true }));
    cancel(playbook, id);
    expect(await ended).toBe('cancelled');
    await aborted;
    expect(statuses(playbook)).toMatchObject({ 'Wait for One': 'failed', 'Start @codex: One': 'completed' });

    tools.end('One', 'finished', 'one');
    expect(await prompt(playbook, id, 'continue')).toBe('end_turn');
    expect(told(playbook)).toMatch(
      /Going on with your runbook, from the wait for all agents[\s\S]*> one[\s\S]*The end\./,
    );
    expect(tools.calls.filter(({ tool }) => tool === 'spawn_agent')).toHaveLength(1);
  });

  it('[S5.9] its input may end in the middle of a wait', async () => {
    const [tools, playbook] = [await openTools(), await start(way)];
    const id = await sessionWith(playbook, tools);
    const waiting = tools.next('wait_for_agents');
    const lost = prompt(playbook, id, '@codex: One\n\nwait').catch((error: Error) => error.message);
    await waiting;
    expect(await playbook.end()).toBe(0);
    expect(await lost).toBe('The agent ended');
  });
});

describe('other agents', () => {
  it('[S5.9] are found again after Playbook was killed, with the tools of the new conversation', async () => {
    const [stateFolder, folder] = [newFolder(), newFolder()];
    const [tools, first] = [await openTools(), await start('worker', stateFolder)];
    const id = await sessionWith(first, tools, folder);
    const waiting = tools.next('wait_for_agents');
    const lost = prompt(first, id, '@codex: One\n\nwait\n\nThe end.').catch(() => 'lost');
    await waiting;
    await first.kill();
    expect(await lost).toBe('lost');

    const second = await start('worker', stateFolder);
    await second.client.request('session/resume', { sessionId: id, cwd: folder, mcpServers: tools.servers });
    tools.end('One', 'cut off when Skein was closed; send_to_agent lets it go on', 'half');
    await prompt(second, id, 'continue');
    expect(told(second)).toContain('**Stopped.** **One** (@codex): cut off when Skein was closed.');
    tools.end('One', 'finished', 'whole');
    await prompt(second, id, 'continue');
    expect(told(second)).toMatch(/> whole[\s\S]*The end\./);
    expect(tools.calls.filter(({ tool }) => tool === 'spawn_agent')).toHaveLength(1);
  });

  it('[S5.9] may be waited for by a prompt of its own, but not by a copy of the conversation', async () => {
    const [tools, playbook] = [await openTools(), await start()];
    const folder = newFolder();
    const id = await sessionWith(playbook, tools, folder);
    tools.end('One', 'finished', 'one');
    await prompt(playbook, id, '@codex: One');
    const copy = await again(playbook, 'fork', id, folder);
    await prompt(playbook, copy.sessionId, 'wait');
    expect(told(playbook)).toContain('There are no agents to wait for.');
    await prompt(playbook, id, 'wait');
    expect(told(playbook)).toContain('> one');
  });

  it('[S5.9] an unknown handle stops the runbook in the words of the app, and skip goes on without it', async () => {
    const [tools, playbook] = [await openTools(), await start()];
    const id = await sessionWith(playbook, tools);
    tools.strangers.add('nobody');
    expect(await prompt(playbook, id, '@nobody: One\n\nThe end.')).toBe('end_turn');
    expect(told(playbook)).toContain('**Stopped.** “One” was not started. There is no agent @nobody. Ask list_agents');
    expect(statuses(playbook)).toEqual({ 'Start @nobody: One': 'failed' });
    await prompt(playbook, id, 'skip');
    expect(told(playbook)).toMatch(/without the task “One” for @nobody[\s\S]*The end\./);
  });

  it('[S5.9] are out of reach without tools, with a key that has ended, and with an app that is gone', async () => {
    const [tools, playbook] = [await openTools(), await start()];
    const bare = (await playbook.client.request('session/new', { cwd: newFolder(), mcpServers: [] })) as {
      readonly sessionId: string;
    };
    await prompt(playbook, bare.sessionId, '@codex: One');
    expect(told(playbook)).toContain('No tools came with this conversation');
    const id = await sessionWith(playbook, tools);
    tools.access.close();
    await prompt(playbook, id, '@codex: Two');
    await tools.close();
    await prompt(playbook, id, '@codex: Three');
    expect(told(playbook).match(/was not started\. The tools for other agents did not answer/g)).toHaveLength(2);
  });

  it('[S5.9] a runbook of the folder shows its tasks before the first run, and asks once for all', async () => {
    const [tools, playbook] = [await openTools(), await start()];
    const id = await sessionWith(playbook, tools);
    playbook.client.handle('fs/read_text_file', () => ({ content: `@codex: One\n\n${task('Two')}` }));
    playbook.editor.answer = () => {
      expect(told(playbook)).toContain('Start @codex for “One”:\n\n```\nOne\n```');
      expect(tools.calls).toEqual([]);
      return 'reject_once';
    };
    await prompt(playbook, id, 'run fan-out.md');
    expect(tools.calls).toEqual([]);
    playbook.editor.answer = () => 'allow_once';
    await prompt(playbook, id, 'run fan-out.md');
    expect(playbook.editor.asked).toEqual(['Run this runbook: fan-out.md', 'Run this runbook: fan-out.md']);
    expect(tools.calls.map(({ input }) => input['task'])).toEqual(['One', 'Two']);
  });

  it('[S5.9] it says that it takes tools over HTTP, and what may be written behind a slash', async () => {
    const playbook = await start();
    expect(await playbook.client.request('initialize', { protocolVersion: 1 })).toMatchObject({
      agentCapabilities: { mcpCapabilities: { http: true } },
    });
    await playbook.client.request('session/new', { cwd: newFolder(), mcpServers: [] });
    const update = await playbook.client.seen((one) => one['sessionUpdate'] === 'available_commands_update');
    const names = (update['availableCommands'] as { readonly name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['tour', 'worktree-tests', 'review-branch', 'release-checklist']));
  });
});
