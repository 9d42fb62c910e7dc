import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LoginEnvironment, mergeEnvironments, SHELL_MS } from '../../main/agent/login-environment.ts';
import { Processes } from '../../main/agent/processes.ts';
import { dead } from '../support/alive.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { Scripts } from '../support/scripts.ts';

const OWN = { HOME: '/home/me', PATH: '/usr/bin:/bin', MINE: 'own' };
/** How a shell does what it was asked to do. */
const ANSWER = 'exec /bin/sh -c "$2"';

const clock = new FakeClock();
let processes: Processes;
let login: LoginEnvironment;
beforeEach(() => {
  processes = new Processes({ clock, environment: () => login.environment() });
});
afterEach(async () => {
  expect(processes.size).toBe(0); // whatever became of the shell, nothing of it is left
  await soon(processes.close());
});

function useShell(shell: string | null | undefined, own: NodeJS.ProcessEnv = OWN): LoginEnvironment {
  login = new LoginEnvironment({ clock, processes, shell, own });
  return login;
}

/** Time goes on as it really does, or a slow machine would be too slow for the shell. */
const soon = <Value>(promise: Promise<Value>) => hurry(clock, promise, 10);

const useScript = (...lines: readonly string[]) => useShell(new Scripts().add('shell', ...lines));

test('[S4.3] the login shell says what programs need, whatever else it prints', async () => {
  useScript(
    'echo "Welcome back!"; echo "no job control in this shell" >&2',
    'export PATH="/fresh/bin:$PATH" SECRET="token=1" MINE=theirs SHLVL=7 LINES_OF="one\ntwo"',
    ANSWER,
  );
  const environment = await soon(login.environment());
  expect(environment).toMatchObject({ HOME: '/home/me', MINE: 'own', SECRET: 'token=1', LINES_OF: 'one\ntwo' });
  expect(environment).not.toHaveProperty('SHLVL');
  expect(environment).not.toHaveProperty('SKEIN_READS_ENVIRONMENT');
  expect(environment['PATH']?.split(':')).toEqual(expect.arrayContaining(['/fresh/bin', '/usr/bin', '/bin']));
  const state = await login.state();
  expect(state).toMatchObject({ kind: 'read', shell: expect.stringMatching(/shell$/), readAt: expect.any(Number) });
  expect(state).toHaveProperty('added', expect.arrayContaining(['/fresh/bin']));
  expect(state).not.toHaveProperty('added', expect.arrayContaining(['/usr/bin']));
  expect(JSON.stringify(state)).not.toContain('token');
});

test('[S4.3] it is asked once, as an interactive login shell, with nobody there to answer it', async () => {
  const scripts = new Scripts();
  const asked = join(scripts.folder, 'asked');
  const note = `read answer && exit 9; echo "$1 $SKEIN_READS_ENVIRONMENT" >> ${asked}`;
  useShell(scripts.add('zsh', note, ANSWER));
  await soon(Promise.all([login.environment(), login.environment(), login.state()]));
  await login.environment();
  expect(readFileSync(asked, 'utf8')).toBe('-ilc 1\n');
  useShell(scripts.add('tcsh', note, ANSWER));
  expect(await soon(login.state())).toMatchObject({ kind: 'read' });
  expect(readFileSync(asked, 'utf8')).toBe('-ilc 1\n-ic 1\n');
});

test('[S4.3] a shell that hangs is ended with all that it started after five seconds, and our own environment counts', async () => {
  const scripts = new Scripts();
  const pids = join(scripts.folder, 'pids');
  useShell(scripts.add('shell', 'trap "" TERM', 'sleep 600 &', `echo $$ $! > ${pids}`, 'wait; sleep 600'));
  const from = clock.now();
  const environment = login.environment();
  await vi.waitFor(() => expect(existsSync(pids)).toBe(true));
  expect(await hurry(clock, environment)).toEqual(OWN);
  expect(clock.now() - from).toBeGreaterThanOrEqual(SHELL_MS);
  expect(await login.state()).toMatchObject({ kind: 'failed', why: { code: 'too-slow', ms: SHELL_MS } });
  await dead(readFileSync(pids, 'utf8').trim().split(' ').map(Number));
});

test('[S4.3] why a shell did not answer is kept', async () => {
  const why = async () => {
    const state = await soon(login.state());
    expect(await login.environment()).toEqual(OWN);
    return state.kind === 'failed' ? state.why : state;
  };
  useScript('echo "rc: line 3: no such thing" >&2; exit 3');
  expect(await why()).toEqual({ code: 'no-answer', exitCode: 3, message: 'rc: line 3: no such thing' });
  useScript('exec env | head -n 3');
  expect(await why()).toMatchObject({ code: 'no-answer', exitCode: 0 });
  useShell('/no/such/shell');
  expect(await why()).toMatchObject({ code: 'not-started' });
  useShell('/bin/sh/through-a-file');
  expect(await why()).toMatchObject({ code: 'not-started' });
  useScript('exec cat /dev/zero');
  expect(await why()).toEqual({ code: 'too-long' });
  useShell(null);
  expect(await why()).toEqual({ code: 'no-shell' });
  useShell(undefined);
  expect(await why()).toEqual({ kind: 'none' });
});

test('[S4.3] it can be asked again, and what worked stays when that fails', async () => {
  const scripts = new Scripts();
  const rc = join(scripts.folder, 'rc');
  writeFileSync(rc, 'export ADDED=1');
  useShell(scripts.add('shell', `. ${rc}`, ANSWER));
  expect(await soon(login.environment())).toMatchObject({ ADDED: '1' });
  writeFileSync(rc, 'export ADDED=2');
  expect(await login.environment()).toMatchObject({ ADDED: '1' });
  await soon(login.refresh());
  expect(await login.environment()).toMatchObject({ ADDED: '2' });
  writeFileSync(rc, 'exit 1');
  await soon(login.refresh());
  expect(await login.state()).toMatchObject({ kind: 'failed', why: { code: 'no-answer', exitCode: 1 } });
  expect(await login.environment()).toMatchObject({ ADDED: '2' });
});

test('[S4.3] a program is found by its name on the PATH of the login shell, and gets its variables below its own', async () => {
  const scripts = new Scripts();
  scripts.add('bin/only-there', 'echo "$FROM_SHELL $FOR_IT"');
  const bin = join(scripts.folder, 'bin');
  const shell = scripts.add('shell', `export PATH="${bin}:$PATH" FROM_SHELL=shell FOR_IT=shell`, ANSWER);
  useShell(shell, process.env);
  const spec = {
    command: 'only-there',
    args: [],
    folder: tmpdir(),
    env: { FOR_IT: 'agent' },
    stdin: 'ignore',
  } as const;
  expect(await processes.start({ ...spec, base: 'own' })).toMatchObject({ ok: false });
  const started = await soon(processes.start(spec));
  if (!started.ok) throw new Error(started.refusal.message);
  started.value.stderr.resume();
  expect(await text(started.value.stdout)).toBe('shell agent\n');
  await soon(started.value.kill());
});

test('[S4.3] our own variables win; PATH is that of both, in the order of a terminal where there is one', () => {
  const theirs = {
    PATH: '/nvm/bin:/usr/bin:/bin',
    EDITOR: 'vi',
    LANG: 'C',
    OLDPWD: '/x',
    TERM: 'dumb',
    NODE_OPTIONS: '-x',
  };
  const desktop = { PATH: '/usr/bin:/bin:/snap/bin', LANG: 'de', ELECTRON_RUN_AS_NODE: '1' };
  expect(mergeEnvironments(desktop, theirs)).toEqual({
    ...{ PATH: '/nvm/bin:/usr/bin:/bin:/snap/bin', LANG: 'de', EDITOR: 'vi' },
  });
  const terminal = { PATH: '/venv/bin:/usr/bin', TERM: 'xterm', EDITOR: '' };
  expect(mergeEnvironments(terminal, theirs)).toEqual({
    ...{ PATH: '/venv/bin:/usr/bin:/nvm/bin:/bin', TERM: 'xterm', EDITOR: '', LANG: 'C' },
  });
});

test('[S4.3] what was to start when the app began to close does not start any more', async () => {
  const scripts = new Scripts();
  const ran = join(scripts.folder, 'ran');
  useShell(scripts.add('shell', 'sleep 600'));
  const command = scripts.add('program', `touch ${ran}`);
  const starting = processes.start({ command, args: [], folder: tmpdir(), env: {}, stdin: 'ignore' });
  await vi.waitFor(() => expect(processes.size).toBe(1));
  await soon(processes.close());
  expect(await starting).toMatchObject({ ok: false, refusal: { code: 'not-startable' } });
  expect(existsSync(ran)).toBe(false);
});
