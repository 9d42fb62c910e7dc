import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { again, choose, newFolder, newSession, prompt, type Started, statuses, told } from './playbook.ts';
import { start } from './starting.ts';

const sh = (text: string) => fenced('sh', text);
const file = (path: string, text: string) => fenced(`md file=${path}`, text);
const MODE = { id: 'mode', category: 'mode', type: 'select', options: [{ value: 'run' }, { value: 'dry-run' }] };

/** The person thinks for ever about this one; resolves when they are asked. */
function pondered(playbook: Started, title: string): Promise<void> {
  return new Promise((resolve) => {
    playbook.editor.answer = (asked) => {
      if (asked !== title) return 'allow_once';
      resolve();
      return new Promise(() => {});
    };
  });
}

describe('dry runs', () => {
  it('[C36] a mode may be chosen, and it begins as Run', async () => {
    const playbook = await start();
    const folder = newFolder();
    const opened = await playbook.client.request('session/new', { cwd: folder, mcpServers: [] });
    expect(opened).toMatchObject({ configOptions: [{ ...MODE, currentValue: 'run' }] });
    const { sessionId } = opened as { sessionId: string };
    expect(await choose(playbook, sessionId, 'dry-run')).toMatchObject({
      configOptions: [{ ...MODE, currentValue: 'dry-run' }],
    });
    await expect(choose(playbook, sessionId, 'fast')).rejects.toThrow('There is no mode “fast”');
    await expect(choose(playbook, 'unknown', 'run')).rejects.toThrow();
  });

  it.each([
    ['pasted', ''],
    ['from the folder', 'run book.md'],
    ['the tour', 'tour'],
  ])('[C36] nothing happens, and nothing is asked: a runbook %s', async (_kind, invocation) => {
    const playbook = await start();
    const folder = newFolder();
    const runbook = `# Book\n\n${sh('touch made')}\n\n${file('a.md', '# A')}`;
    writeFileSync(join(folder, 'book.md'), runbook);
    const id = await newSession(playbook, folder);
    await choose(playbook, id, 'dry-run');
    expect(await prompt(playbook, id, invocation || runbook)).toBe('end_turn');
    expect(playbook.editor.asked).toEqual([]);
    expect(playbook.editor.output()).toBe('');
    expect(readdirSync(folder)).toEqual(['book.md']);
    expect(told(playbook)).toContain('**Dry run:**');
    expect(Object.values(statuses(playbook)).length).toBeGreaterThan(1);
    expect(Object.values(statuses(playbook)).every((status) => status === 'completed')).toBe(true);
  });

  it('[C36] the mode holds after a restart, and can be changed back', async () => {
    const stateFolder = newFolder();
    const folder = newFolder();
    const first = await start('worker', stateFolder);
    const id = await newSession(first, folder);
    await choose(first, id, 'dry-run');
    await first.kill();
    const second = await start('worker', stateFolder);
    expect(await again(second, 'resume', id, folder)).toMatchObject({ configOptions: [{ currentValue: 'dry-run' }] });
    await prompt(second, id, sh('touch made'));
    expect(readdirSync(folder)).toEqual([]);
    await choose(second, id, 'run');
    await prompt(second, id, sh('touch made'));
    expect(readdirSync(folder)).toEqual(['made']);
  });

  it('[C36] chosen in the middle it holds from the next step on, and what was only shown is still to be done', async () => {
    const playbook = await start();
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    playbook.editor.answer = async (title) => {
      if (title === 'touch two') await choose(playbook, id, 'dry-run');
      return 'allow_once';
    };
    await prompt(playbook, id, ['one', 'two', 'three', 'four'].map((name) => sh(`touch ${name}`)).join('\n\n'));
    expect(readdirSync(folder).toSorted()).toEqual(['one', 'two']);
    await choose(playbook, id, 'run');
    await prompt(playbook, id, 'continue');
    expect(told(playbook)).toContain('from `touch three` (step 3 of 4)');
    expect(readdirSync(folder).toSorted()).toEqual(['four', 'one', 'three', 'two']);
  });

  it('[C36] a run that began dry stays dry to its end', async () => {
    const playbook = await start();
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    await choose(playbook, id, 'dry-run');
    let changed: Promise<unknown> | undefined;
    playbook.client.handle('fs/read_text_file', () => {
      changed ??= choose(playbook, id, 'run');
      return changed.then(() => ({ content: '' }));
    });
    await prompt(playbook, id, `${file('a.md', '# A')}\n\n${sh('touch made')}`);
    expect(changed).toBeDefined();
    expect(readdirSync(folder)).toEqual([]);
    expect(playbook.editor.asked).toEqual([]);
  });

  it('[C36] a dry run does not change what there is to continue', async () => {
    const playbook = await start();
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    await prompt(playbook, id, `${sh('false')}\n\n${sh('touch after')}`);
    await choose(playbook, id, 'dry-run');
    await prompt(playbook, id, sh('touch other'));
    await choose(playbook, id, 'run');
    await prompt(playbook, id, 'skip');
    expect(told(playbook)).toContain('Going on with your runbook without `false`, from `touch after`');
    expect(existsSync(join(folder, 'after'))).toBe(true);
  });
});

describe('copies', () => {
  it('[S3.5] a copy goes on by itself from where the other one was, in the same mode', async () => {
    const stateFolder = newFolder();
    const playbook = await start('worker', stateFolder);
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    const asked = pondered(playbook, 'echo two');
    const ended = prompt(playbook, id, `${sh('echo one')}\n\n${sh('echo two')}`);
    await asked;
    const copy = await again(playbook, 'fork', id, folder);
    expect(copy.sessionId).not.toBe(id);
    expect(copy.configOptions).toMatchObject([{ currentValue: 'run' }]);
    playbook.client.notify('session/cancel', { sessionId: id });
    expect(await ended).toBe('cancelled');
    playbook.editor.answer = () => 'allow_once';
    await prompt(playbook, copy.sessionId, 'continue');
    expect(playbook.editor.output()).toBe('one\ntwo\n');
    await choose(playbook, copy.sessionId, 'dry-run');
    const kept: unknown = JSON.parse(readFileSync(join(stateFolder, `${id}.json`), 'utf8'));
    expect(kept).toMatchObject({ mode: 'run', progress: { next: 1, finished: false } });
  });

  it('[S3.5] one of an earlier process is copied from the disk, and the copy survives a restart', async () => {
    const stateFolder = newFolder();
    const folder = newFolder();
    const first = await start('worker', stateFolder);
    const id = await newSession(first, folder);
    await prompt(first, id, `${sh('echo one')}\n\n${sh('false')}`);
    await choose(first, id, 'dry-run');
    await first.kill();
    const second = await start('worker', stateFolder);
    const { sessionId } = await again(second, 'fork', id, folder);
    await second.kill();
    const third = await start('worker', stateFolder);
    expect(await again(third, 'resume', sessionId, folder)).toMatchObject({
      configOptions: [{ currentValue: 'dry-run' }],
    });
    await prompt(third, sessionId, 'continue');
    expect(told(third)).toContain('from `false` (step 2 of 2)');
    await expect(again(third, 'fork', '../x', folder)).rejects.toThrow('Not an id');
  });

  it('[S3.5] what was allowed for good holds in the copy, what was allowed once does not', async () => {
    const playbook = await start();
    const folder = newFolder();
    const [book, always] = [`${sh('false')}\n\n${sh('echo later')}`, sh('echo always')];
    writeFileSync(join(folder, 'book.md'), book);
    const id = await newSession(playbook, folder);
    playbook.editor.answer = (title) => (title === 'echo always' ? 'allow_always' : 'allow_once');
    await prompt(playbook, id, always);
    await prompt(playbook, id, 'run book.md');
    const { sessionId } = await again(playbook, 'fork', id, folder);
    playbook.editor.asked.splice(0);
    await prompt(playbook, sessionId, 'skip');
    expect(playbook.editor.asked).toEqual(['echo later']);
    await prompt(playbook, sessionId, always);
    expect(playbook.editor.asked).toEqual(['echo later']);
  });
});
