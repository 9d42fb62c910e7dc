import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { viaNpx, viaProgram } from '../../../main/agent/catalog/entry-parts.ts';
import { KnownAgents } from '../../../main/agent/catalog/known-agents.ts';
import { endingsFor, findProgram } from '../../../main/agent/catalog/program-path.ts';
import { parseVersion, VERSION_MS } from '../../../main/agent/catalog/version.ts';
import { LoginEnvironment } from '../../../main/agent/login-environment.ts';
import { Processes } from '../../../main/agent/processes.ts';
import type { Catalog, CatalogEntry, Found } from '../../../protocol/catalog.ts';
import type { CatalogId } from '../../../protocol/ids.ts';
import { dead } from '../../support/alive.ts';
import { FakeClock, hurry } from '../../support/fake-clock.ts';
import { Scripts } from '../../support/scripts.ts';

const clock = new FakeClock();
let scripts: Scripts;
let machines: Processes[] = [];
beforeEach(() => {
  scripts = new Scripts();
  machines = [];
});
afterEach(async () => {
  expect(machines.map((processes) => processes.size)).toEqual(machines.map(() => 0)); // whatever was asked has ended
  await hurry(clock, Promise.all(machines.map((processes) => processes.close())));
});

const entryOf = (id: string, ...ways: CatalogEntry['ways']): CatalogEntry => ({
  ...{ id: id as CatalogId, name: id, maker: 'Somebody', homepage: 'https://example.org' },
  ...{ about: { en: 'One', zh: '一个' }, ways, install: {}, signIn: { command: null, variables: [] } },
  ...{ quirks: { env: {} }, nodeMin: null },
});

/** The agents as they are found with nothing on PATH but the folders of the scripts, one after the other. */
function knownIn(folders: readonly string[], entries: readonly CatalogEntry[]): KnownAgents {
  const PATH = folders.map((folder) => join(scripts.folder, folder)).join(':');
  const login = new LoginEnvironment({ clock, processes: { start: refused }, shell: undefined, own: { PATH } });
  const processes = new Processes({ clock, environment: () => login.environment() });
  machines.push(processes);
  return new KnownAgents({ clock, processes, login, entries });
}

const refused = () => Promise.reject(new Error('There is no shell to ask'));
const soon = <Value>(promise: Promise<Value>) => hurry(clock, promise, 10);
const foundIn = (catalog: Catalog): readonly Found[] => catalog.agents.map(({ found }) => found);

test('[S4.3] a program is found where PATH leads first, with the version that it says of itself', async () => {
  scripts.add('one/agent', 'echo "The Agent v1.2.3-beta.4 (linux)"');
  scripts.add('two/agent', 'echo 9.9.9');
  scripts.add('two/quiet', 'echo "quiet 0.5" >&2');
  const way = viaProgram('agent', 'acp');
  const known = knownIn(['none', 'one', 'two'], [entryOf('agent', way), entryOf('quiet', viaProgram('quiet'))]);
  expect(foundIn(await soon(known.list()))).toEqual([
    { kind: 'program', way, path: join(scripts.folder, 'one/agent'), version: '1.2.3-beta.4' },
    { kind: 'program', way: viaProgram('quiet'), path: join(scripts.folder, 'two/quiet'), version: '0.5' },
  ]);
});

test('[S4.3] only what can be started counts, and only in folders that are the same from everywhere', async () => {
  mkdirSync(join(scripts.folder, 'bin/folder'), { recursive: true });
  writeFileSync(join(scripts.folder, 'bin/plain'), 'echo 1.0.0');
  symlinkSync('/no/such/program', join(scripts.folder, 'bin/dangling'));
  scripts.add('real/linked', 'echo 1.0.0');
  symlinkSync(join(scripts.folder, 'real/linked'), join(scripts.folder, 'bin/linked'));
  const names = ['folder', 'plain', 'dangling', 'linked', 'absent'];
  const known = knownIn(
    ['bin'],
    names.map((name) => entryOf(name, viaProgram(name))),
  );
  const found = foundIn(await soon(known.list()));
  const nothing = { kind: 'nothing', why: { code: 'not-installed' } };
  expect(found).toEqual([nothing, nothing, nothing, expect.objectContaining({ version: '1.0.0' }), nothing]);
  const bin = join(scripts.folder, 'bin');
  expect(await findProgram('linked', { PATH: `:.:${relative(process.cwd(), bin)}` })).toBeUndefined();
  expect(await findProgram('linked', { PATH: `.:${bin}` })).toBe(join(bin, 'linked'));
});

test('[S4.3] a program that hangs, fails, prints garbage or never stops printing is found without a version', async () => {
  const pids = join(scripts.folder, 'pids');
  scripts.add('bin/hangs', 'trap "" TERM', '/bin/sleep 600 &', `echo $$ $! > ${pids}`, 'wait; /bin/sleep 600');
  scripts.add('bin/fails', 'echo 1.0.0; exit 1');
  scripts.add('bin/garbage', 'printf "\\000\\377 not.a.version v1 build 12"');
  scripts.add('bin/endless', 'exec /bin/cat /dev/zero');
  const names = ['hangs', 'fails', 'garbage', 'endless'];
  const known = knownIn(
    ['bin'],
    names.map((name) => entryOf(name, viaProgram(name))),
  );
  const from = clock.now();
  const listing = known.list();
  await vi.waitFor(() => expect(existsSync(pids)).toBe(true));
  const found = foundIn(await hurry(clock, listing));
  expect(found.map((one) => one.kind === 'program' && one.version)).toEqual([null, null, null, null]);
  expect(clock.now() - from).toBeGreaterThanOrEqual(VERSION_MS);
  await dead(readFileSync(pids, 'utf8').trim().split(' ').map(Number));
});

test('[S4.3] at most four programs are asked at once', async () => {
  const names = Array.from({ length: 9 }, (_, n) => `agent-${n}`);
  const [running, most] = [join(scripts.folder, 'running'), join(scripts.folder, 'most')];
  mkdirSync(running);
  // Each leaves a mark while it runs, and writes down how many marks there are.
  const lines = [
    `mark=${running}/$$; : > $mark`,
    `set -- ${running}/*; echo $# >> ${most}`,
    '/bin/sleep 0.05; /bin/rm $mark',
  ];
  for (const name of names) scripts.add(`bin/${name}`, ...lines, 'echo 1.0.0');
  const known = knownIn(
    ['bin'],
    names.map((name) => entryOf(name, viaProgram(name))),
  );
  const found = foundIn(await soon(known.list()));
  expect(found.map((one) => one.kind === 'program' && one.version)).toEqual(names.map(() => '1.0.0'));
  const counts = readFileSync(most, 'utf8').trim().split('\n').map(Number);
  expect(counts).toHaveLength(9);
  expect(Math.max(...counts)).toBeLessThanOrEqual(4);
});

test('[S4.3] what is not installed can be started by npx, when it and a Node that is new enough are there', async () => {
  const ran = join(scripts.folder, 'ran');
  scripts.add('npx/npx', `echo "$@" >> ${ran}`);
  scripts.add('old/node', 'echo v20.20.2');
  scripts.add('new/node', 'echo v24.1.0');
  scripts.add('odd/node', 'exit 1');
  scripts.add('all/agent', 'echo 3.2.1');
  const way = viaNpx('@some/agent', '--acp');
  const entry = { ...entryOf('agent', viaProgram('agent'), way), nodeMin: 22 };
  const found = async (...folders: readonly string[]) => foundIn(await soon(knownIn(folders, [entry]).list()))[0];
  const ready = { kind: 'npx', way, path: join(scripts.folder, 'npx/npx') };
  expect(await found('npx', 'new')).toEqual(ready);
  expect(await found('npx', 'odd')).toEqual(ready);
  expect(await found('npx', 'old')).toEqual({
    ...{ kind: 'nothing', why: { code: 'node-too-old', version: '20.20.2', min: 22 } },
  });
  expect(await found('new')).toEqual({ kind: 'nothing', why: { code: 'npx-missing' } });
  expect(await found('npx')).toEqual({ kind: 'nothing', why: { code: 'npx-missing' } });
  expect(await found('npx', 'old', 'all')).toMatchObject({ kind: 'program', version: '3.2.1' });
  expect(existsSync(ran)).toBe(false); // no package is fetched, let alone run, to find out
});

test('[S4.3] it is looked once, and again when somebody asks', async () => {
  const known = knownIn(['bin'], [entryOf('agent', viaProgram('agent'))]);
  const first = await soon(known.list());
  expect(first).toMatchObject({ node: null, login: { kind: 'none' }, lookedAt: expect.any(Number) });
  scripts.add('bin/agent', 'echo 1.0.0');
  expect(await known.list()).toBe(first);
  const [again, shared] = await soon(Promise.all([known.refresh(), known.refresh()]));
  expect(foundIn(again)).toMatchObject([{ kind: 'program', version: '1.0.0' }]);
  expect(shared).toBe(again);
  expect(await known.list()).toBe(again);
});

test('[S4.3] a version is read out of whatever a program prints around it', () => {
  const lines = ['codex-cli 0.166.0', '2.1.0 (Claude Code)', 'v24.1.0', 'goose 1.9', 'GitHub Copilot CLI 1.0.102.'];
  expect(lines.map(parseVersion)).toEqual(['0.166.0', '2.1.0', '24.1.0', '1.9', '1.0.102']);
  expect(parseVersion('@scope/thing 2026.10.01-e373342\nNode 22.1.0')).toBe('2026.10.01-e373342');
  expect(['', 'version 3', 'a1.2', 'Welcome!', '1.'].map(parseVersion)).toEqual([null, null, null, null, null]);
});

test('[S4.3] Windows adds the endings of programs to a name that has none', () => {
  expect(endingsFor('npx', '.COM;.EXE;.CMD')).toEqual(['.COM', '.EXE', '.CMD']);
  expect(endingsFor('goose.exe', '.COM;.EXE')).toEqual(['']);
  expect(endingsFor('node.js', '.EXE;;x')).toEqual(['.EXE']);
});
