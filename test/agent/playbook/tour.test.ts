import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TOUR_FILE } from '../../../main/agent/playbook/tour.ts';
import { newFolder, newSession, prompt, statuses, told, updatesOf } from './playbook.ts';
import { start } from './starting.ts';

describe('the tour', () => {
  it.each(['an empty folder', 'a git repository'])('[S2.5] runs to its end in %s', async (kind) => {
    const playbook = await start();
    const folder = newFolder();
    if (kind === 'a git repository') execFileSync('git', ['init', '-q', '-b', 'trunk'], { cwd: folder });
    playbook.editor.answer = (title) => (title.startsWith('git') ? 'allow_always' : 'allow_once');
    expect(await prompt(playbook, await newSession(playbook, folder), 'tour')).toBe('end_turn');

    expect(playbook.editor.asked).toHaveLength(2);
    expect(Object.values(statuses(playbook)).every((status) => status === 'completed')).toBe(true);
    expect(playbook.editor.output()).toContain(kind === 'a git repository' ? '## No commits yet on trunk' : 'No Git');
    expect(readdirSync(folder).filter((name) => name !== '.git')).toEqual([TOUR_FILE]);
    const diffs = updatesOf(playbook, 'tool_call').filter((call) => call['kind'] === 'edit');
    expect(diffs).toMatchObject([
      { content: [{ type: 'diff', oldText: null }] },
      { content: [{ type: 'diff', oldText: expect.stringContaining('[ ]'), newText: expect.stringContaining('[x]') }] },
    ]);
    expect(told(playbook)).toContain('What to try next');
    expect(told(playbook, 'agent_thought_chunk')).toContain('every agent asks');
    expect(updatesOf(playbook, 'plan').at(-1)).toMatchObject({ entries: Array(4).fill({ status: 'completed' }) });
  });
});
