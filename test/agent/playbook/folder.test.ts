import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { newFolder, newSession, prompt, told } from './playbook.ts';
import { start } from './starting.ts';

const sh = (text: string) => fenced('sh', text);

describe('runbooks from the folder', () => {
  const RUNBOOK = `# Release\n\n${sh('echo built > built.txt')}\n\n${fenced('md file=NEWS.md', '# News')}`;

  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = newFolder();
    for (const place of ['docs', 'runbooks', '.skein', 'deep/er']) mkdirSync(join(folder, place), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    return folder;
  }

  it('[S2.5] show all that they do before they do any of it, and ask once', async () => {
    const playbook = await start();
    const folder = folderWith({ 'docs/release.md': RUNBOOK });
    const id = await newSession(playbook, folder);
    playbook.editor.answer = () => {
      expect(told(playbook)).toContain('```sh\necho built > built.txt\n```');
      expect(told(playbook)).toContain('Write `NEWS.md`:\n\n```\n# News\n```');
      expect(existsSync(join(folder, 'built.txt'))).toBe(false);
      return 'allow_once';
    };
    expect(await prompt(playbook, id, 'run docs/release.md')).toBe('end_turn');
    expect(playbook.editor.asked).toEqual(['Run this runbook: docs/release.md']);
    expect(playbook.editor.options().map((option) => option['name'])).toEqual([
      'Allow once',
      'Always, while its text stays the same',
      'Reject',
    ]);
    expect(readFileSync(join(folder, 'NEWS.md'), 'utf8')).toBe('# News\n');
    expect(existsSync(join(folder, 'built.txt'))).toBe(true);

    playbook.editor.answer = () => 'reject_once';
    await prompt(playbook, id, '@docs/release.md');
    expect(playbook.editor.asked).toHaveLength(2);
  });

  it('[S2.5] always is remembered for this text, and a change is asked about again', async () => {
    const stateFolder = newFolder();
    const folder = folderWith({ 'release.md': RUNBOOK });
    const playbook = await start('worker', stateFolder);
    playbook.editor.answer = () => 'allow_always';
    await prompt(playbook, await newSession(playbook, folder), 'run release.md');

    const again = await start('worker', stateFolder);
    const id = await newSession(again, folder);
    await prompt(again, id, 'release.md');
    expect(again.editor.asked).toEqual([]);
    writeFileSync(join(folder, 'release.md'), RUNBOOK.replace('built', 'changed'));
    again.editor.answer = () => 'reject_once';
    await prompt(again, id, 'run release.md');
    expect(again.editor.asked).toEqual(['Run this runbook: release.md']);
    expect(told(again)).toContain('`release.md` was not run.');
    expect(again.editor.output()).toBe('');
  });

  it('[S2.5] a run that was allowed goes on without being asked again, as it was when it was allowed', async () => {
    const stateFolder = newFolder();
    const folder = folderWith({ 'r.md': `${sh('echo one')}\n\n${sh('exit 1')}\n\n${sh('echo three')}` });
    const playbook = await start('worker', stateFolder);
    const id = await newSession(playbook, folder);
    await prompt(playbook, id, 'run r.md');
    writeFileSync(join(folder, 'r.md'), sh('echo other'));
    await playbook.kill();

    const again = await start('worker', stateFolder);
    await again.client.request('session/resume', { sessionId: id, cwd: folder, mcpServers: [] });
    await prompt(again, id, 'skip');
    expect(again.editor.asked).toEqual([]);
    expect(again.editor.output()).toBe('three\n');
  });

  it('[B34] a path out of the folder is refused', async () => {
    const playbook = await start();
    const outside = folderWith({ 'evil.md': sh('echo evil') });
    const id = await newSession(playbook, join(outside, 'docs'));
    for (const path of ['../evil.md', join(outside, 'evil.md'), '../docs/../evil.md']) {
      expect(await prompt(playbook, id, `run ${path}`)).toBe('end_turn');
    }
    expect(told(playbook).match(/is outside the working folder/g)).toHaveLength(3);
    expect(playbook.editor.asked).toEqual([]);
    expect(playbook.editor.output()).toBe('');
  });

  it('[B34] a link out of the folder is not followed when the client has no files of its own', async () => {
    const playbook = await start('worker', newFolder(), { terminal: true });
    const outside = folderWith({ 'evil.md': sh('echo evil'), 'docs/fine.md': sh('echo fine') });
    symlinkSync(join(outside, 'evil.md'), join(outside, 'docs', 'link.md'));
    const id = await newSession(playbook, join(outside, 'docs'));
    await prompt(playbook, id, 'run link.md');
    expect(told(playbook)).toContain('outside the working folder');
    await prompt(playbook, id, 'run fine.md');
    expect(playbook.editor.output()).toBe('fine\n');
  });

  it('[S2.5] a prompt that is none is answered with what Playbook is and what it could run here', async () => {
    const playbook = await start();
    const folder = folderWith({
      'runbooks/check.md': sh('true'),
      'docs/guide.md': 'Only words.',
      '.skein/setup.md': fenced('md file=a.md', 'x'),
      'deep/er/hidden.md': sh('true'),
    });
    const id = await newSession(playbook, folder);
    expect(await prompt(playbook, id, 'What can you do?')).toBe('end_turn');
    expect(told(playbook)).toContain('I am **Playbook**');
    expect(told(playbook)).toContain('- `run runbooks/check.md`\n- `run .skein/setup.md`');
    expect(told(playbook)).not.toMatch(/guide|hidden/);
    await prompt(playbook, id, 'run missing.md');
    expect(told(playbook)).toContain('There is no `missing.md` in this folder.');
    expect(playbook.editor.asked).toEqual([]);
  });
});
