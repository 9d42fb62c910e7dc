import { describe, expect, it } from 'vitest';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { newFolder, newSession, type Started, told } from './playbook.ts';
import { start } from './starting.ts';

const sh = (command: string) => fenced('sh', command);
const resource = (name: string, text: string) => ({
  type: 'resource',
  resource: { uri: `file:///data/${encodeURIComponent(name)}`, mimeType: 'text/markdown', text },
});
const link = (name: string) => ({ type: 'resource_link', uri: `file:///data/${name}`, name });

async function send({ client }: Started, sessionId: string, ...blocks: readonly object[]): Promise<void> {
  await client.request('session/prompt', { sessionId, prompt: blocks });
}

describe('files that come with a prompt', () => {
  it('[S4.4] a runbook that is attached without a word is run, and asks before each command', async () => {
    const playbook = await start();
    const id = await newSession(playbook, newFolder());
    await send(playbook, id, resource('Prüfe das.md', `# Check\n\n${sh('echo attached')}`), link('shot.png'));
    expect(playbook.editor.asked).toHaveLength(1);
    expect(playbook.editor.output()).toBe('attached\n');
  });

  it('[S4.4] of several runbooks, or none, nothing is run: the person is told what came and what to do', async () => {
    const playbook = await start();
    const id = await newSession(playbook, newFolder());
    await send(playbook, id, resource('a.md', sh('echo a')), resource('b.md', sh('echo b')));
    expect(told(playbook)).toContain('You attached `a.md`, `b.md`. I run one runbook at a time');
    await send(playbook, id, link('shot.png'), resource('words.md', 'Only words.'), resource('a.txt', sh('echo a')));
    expect(told(playbook)).toContain('You attached `shot.png`, `words.md`, `a.txt`. I run runbooks');
    expect(playbook.editor.output()).toBe('');
  });

  it('[S4.4] files beside words are named and left alone', async () => {
    const playbook = await start();
    const id = await newSession(playbook, newFolder());
    await send(playbook, id, { type: 'text', text: sh('echo written') }, resource('a.md', sh('echo a')));
    expect(told(playbook)).toContain('You attached `a.md`. I run what you write');
    expect(playbook.editor.output()).toBe('written\n');
  });
});
