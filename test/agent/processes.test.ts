import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProcessTable } from '../../main/agent/process-table.ts';
import { Processes, type Program } from '../../main/agent/processes.ts';
import { alive, dead } from '../support/alive.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';

const clock = new FakeClock();
let processes: Processes;
beforeEach(() => {
  processes = new Processes({ clock });
});
afterEach(() => {
  vi.restoreAllMocks();
  return hurry(clock, processes.close());
});

async function start(script: string): Promise<Program> {
  const spec = {
    command: '/bin/sh',
    args: ['-c', script],
    folder: tmpdir(),
    env: { MINE: 'yes' },
    stdin: 'pipe',
  } as const;
  const started = await processes.start(spec);
  if (!started.ok) throw new Error(started.refusal.message);
  started.value.stderr.resume();
  return started.value;
}

/** Processes with `mark` among their words. */
function running(mark: string): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && alive(Number(name)));
  return pids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(mark));
}

async function firstLine(program: Program): Promise<string> {
  const [chunk] = await once(program.stdout, 'data');
  return String(chunk).trim();
}

test('[S2.5] a program runs with its variables and tells how it ended', async () => {
  const program = await start('echo "$MINE"; exit 4');
  expect(await firstLine(program)).toBe('yes');
  expect(await program.ended).toEqual({ code: 4, signal: null });
});

test('[S2.5] a command that is not there is refused', async () => {
  const spec = { command: 'no-such-command', args: [], folder: tmpdir(), env: {}, stdin: 'ignore' } as const;
  expect(await processes.start(spec)).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  expect(await processes.start({ ...spec, command: tmpdir() })).toMatchObject({
    ok: false,
    refusal: { code: 'not-startable' },
  });
});

test.each([
  ['too many words', { args: ['x'.repeat(4 * 1024 * 1024)] }],
  ['a path through a file', { command: '/bin/sh/x' }],
  ['a variable with a character that none can have', { env: { KEY: 'secret\0value' } }],
])('[S2.5] what the system refuses at once is refused like all else: %s', async (_what, odd) => {
  const spec = { command: '/bin/true', args: [], folder: tmpdir(), env: {}, stdin: 'ignore' } as const;
  const started = await processes.start({ ...spec, ...odd });
  expect(started).toMatchObject({ ok: false, refusal: { code: 'not-startable' } });
  expect(JSON.stringify(started)).not.toContain('secret');
});

test('[S2.5] what listens is asked, and not killed', async () => {
  const program = await start('trap "exit 5" TERM; echo ready; while :; do sleep 0.05; done');
  await firstLine(program);
  await hurry(clock, program.kill(), 10);
  expect(await program.ended).toEqual({ code: 5, signal: null });
});

test('[S2.5] a program that ignores the signal and never stops starting others ends with all of them', async () => {
  const mark = `600.${process.pid}`;
  const program = await start(`trap "" TERM; echo ready; while :; do setsid sleep ${mark} & sleep 0.002; done`);
  await firstLine(program);
  const from = clock.now();
  await hurry(clock, program.kill());
  expect(running(mark)).toEqual([]);
  expect(alive(program.pid)).toBe(false);
  expect(clock.now() - from).toBeLessThan(6_000);
});

test('[S2.5] children in sessions of their own, and orphans of the session, end with it', async () => {
  const program = await start('setsid sleep 600 & echo $!; (sleep 600 & echo $!); wait');
  let printed = '';
  while (printed.trim().split('\n').length < 2) printed += `${await firstLine(program)}\n`;
  const pids = printed.trim().split('\n').map(Number);
  expect(pids.map(alive)).toEqual([true, true]);
  await hurry(clock, program.kill());
  await dead([...pids, program.pid]);
});

test('[S2.5] closing ends everything that runs', async () => {
  const programs = await Promise.all([start('echo a; exec sleep 600'), start('echo b; exec sleep 600')]);
  await Promise.all(programs.map(firstLine));
  await hurry(clock, processes.close());
  expect(programs.map((program) => alive(program.pid))).toEqual([false, false]);
  expect(processes.size).toBe(0);
});

test('[S4.2] closing kills without a word what has not ended in five seconds', async () => {
  const program = await start('trap "" TERM; echo ready; while :; do sleep 0.05; done');
  await firstLine(program);
  const closing = processes.close();
  clock.advance(5_000);
  await closing;
  await dead([program.pid]);
});

test('[S4.2] where the table of processes cannot be read, a program ends with its group, by force', async () => {
  const program = await start('trap "" TERM; sleep 600 & echo $!; wait');
  const child = Number(await firstLine(program));
  vi.spyOn(ProcessTable.prototype, 'read').mockRejectedValue(new Error('EMFILE'));
  await program.kill();
  expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' });
  await dead([child]);
  expect(processes.size).toBe(0);
});

test('[S4.2] nor does that keep from closing', async () => {
  const program = await start('trap "" TERM; echo ready; while :; do sleep 0.05; done');
  await firstLine(program);
  const read = vi.spyOn(ProcessTable.prototype, 'read');
  read.mockReturnValueOnce(new Promise(() => undefined)).mockRejectedValue(new Error('EMFILE'));
  const closing = processes.close();
  clock.advance(5_000);
  await closing;
  await dead([program.pid]);
});
