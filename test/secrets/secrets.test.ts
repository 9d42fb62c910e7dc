import fs, { chmodSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Cipher } from '../../main/secrets/cipher.ts';
import { Secrets } from '../../main/secrets/secrets.ts';
import type { AgentId } from '../../protocol/ids.ts';
import { SECRETS_MAX, type Secrets as States } from '../../protocol/secret.ts';
import { freshFolder } from '../store/fresh.ts';

const AGENT = 'mine' as AgentId;
const KEY = { agentId: AGENT, name: 'KEY' };

/** Turns every text around, as no key store does; who reads the file finds no word of it. */
const cipher: Cipher = {
  seal: async (text) => Buffer.from([...text].reverse().join('')),
  open: async (sealed) => [...sealed.toString()].reverse().join(''),
};

type Opening = { readonly folder?: string; readonly cipher?: Cipher | null };
function openSecrets({ folder = freshFolder(), cipher: given = null }: Opening = {}) {
  const told: States[] = [];
  const secrets = new Secrets({ folder, cipher: given, onChange: (states) => told.push(states) });
  return { secrets, told, folder, path: join(folder, 'secrets.json') };
}

test('[S4.3] a secret is kept over a restart in a file of its owner alone, and only its state is told', async () => {
  const { secrets, told, folder, path } = openSecrets();
  expect(await secrets.set(KEY, 'sk-1')).toEqual({ ok: true, value: undefined });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(told).toEqual([{ keeping: { kind: 'file', path }, states: { mine: { KEY: 'kept' } } }]);
  expect(JSON.stringify(told)).not.toContain('sk-1');
  chmodSync(path, 0o644);
  const again = openSecrets({ folder }).secrets;
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await again.of(AGENT, ['KEY'])).toEqual({ ok: true, value: { KEY: 'sk-1' } });
});

test('[S4.3] where the system has a key store, the file holds nothing that could be read', async () => {
  const { secrets, path, folder } = openSecrets({ cipher });
  await secrets.set(KEY, 'sk-one-word');
  expect(secrets.states).toEqual({ keeping: { kind: 'system' }, states: { mine: { KEY: 'kept' } } });
  expect(readFileSync(path, 'utf8')).not.toContain('sk-one-word');
  const again = openSecrets({ folder, cipher }).secrets;
  expect(await again.of(AGENT, ['KEY'])).toEqual({ ok: true, value: { KEY: 'sk-one-word' } });
});

test('[S4.3] what the desktop app sealed says so where there is no key store, and can be set anew', async () => {
  const { secrets, folder } = openSecrets({ cipher });
  await secrets.set(KEY, 'sk-1');
  const other = openSecrets({ folder }).secrets;
  expect(other.states.states).toEqual({ mine: { KEY: 'sealed' } });
  expect(await other.of(AGENT, ['KEY'])).toEqual({ ok: false, refusal: { name: 'KEY', state: 'sealed' } });
  await other.set(KEY, 'sk-2');
  expect(await other.of(AGENT, ['KEY'])).toEqual({ ok: true, value: { KEY: 'sk-2' } });
  const back = openSecrets({ folder, cipher }).secrets;
  expect(await back.of(AGENT, ['KEY'])).toEqual({ ok: true, value: { KEY: 'sk-2' } });
});

test('[S4.3] a key store that does not answer keeps the agent from starting, and says which secret', async () => {
  const { secrets, folder } = openSecrets({ cipher });
  await secrets.set(KEY, 'sk-1');
  const mute: Cipher = { seal: cipher.seal, open: () => Promise.reject(new Error('locked')) };
  const locked = openSecrets({ folder, cipher: mute }).secrets;
  expect(await locked.of(AGENT, ['KEY'])).toEqual({ ok: false, refusal: { name: 'KEY', state: 'sealed' } });
  expect(await locked.of(AGENT, ['OTHER'])).toEqual({ ok: false, refusal: { name: 'OTHER', state: 'missing' } });
});

test('[S4.3] a file that holds something else is left as it is, and nothing is kept over it', async () => {
  const folder = freshFolder();
  const path = join(folder, 'secrets.json');
  for (const content of ['{"version":2,"secrets":[]}', 'no json', '[]']) {
    writeFileSync(path, content);
    const { secrets } = openSecrets({ folder });
    expect(await secrets.set(KEY, 'sk-1')).toEqual({ ok: false, refusal: { code: 'secrets-broken', path } });
    expect(readFileSync(path, 'utf8')).toBe(content);
  }
});

test('[S4.3] a disk or a key store that refuses keeps the old value, and says so', async () => {
  const { secrets, folder, path, told } = openSecrets();
  await secrets.set(KEY, 'old');
  mkdirSync(`${path}.unfinished`); // what is written first cannot be
  expect(await secrets.set(KEY, 'new')).toMatchObject({ ok: false, refusal: { code: 'secrets-unwritable' } });
  expect(await secrets.forget(KEY)).toMatchObject({ ok: false, refusal: { code: 'secrets-unwritable' } });
  rmdirSync(`${path}.unfinished`);
  const locked: Cipher = { seal: () => Promise.reject(new Error('locked')), open: cipher.open };
  const failing = openSecrets({ folder, cipher: locked }).secrets;
  expect(await failing.set(KEY, 'new')).toMatchObject({ ok: false, refusal: { code: 'secrets-unwritable' } });
  for (const one of [secrets, failing, openSecrets({ folder }).secrets]) {
    expect(await one.of(AGENT, ['KEY'])).toEqual({ ok: true, value: { KEY: 'old' } });
  }
  expect(told).toHaveLength(1);
});

test('[S4.3] secrets that are set at the same time are all kept, up to their number', async () => {
  const { secrets, folder } = openSecrets();
  const names = Array.from({ length: SECRETS_MAX + 1 }, (_, nth) => `KEY_${nth}`);
  const answers = await Promise.all(names.map((name) => secrets.set({ agentId: AGENT, name }, name)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(SECRETS_MAX);
  expect(answers.at(-1)).toEqual({ ok: false, refusal: { code: 'secrets-full', max: SECRETS_MAX } });
  expect(await secrets.set({ agentId: AGENT, name: 'KEY_3' }, 'changed')).toMatchObject({ ok: true });
  const again = openSecrets({ folder }).secrets;
  const kept = await again.of(AGENT, names.slice(0, SECRETS_MAX));
  expect(kept).toMatchObject({ ok: true, value: { KEY_0: 'KEY_0', KEY_3: 'changed', KEY_15: 'KEY_15' } });
});

test('[S4.3] a secret is forgotten when it is told to be, and at the next start when its agent is gone', async () => {
  const { secrets, folder, path } = openSecrets();
  const other = { agentId: 'gone' as AgentId, name: 'KEY' };
  for (const name of [KEY, { ...KEY, name: 'TWO' }, other]) await secrets.set(name, 'sk-1');
  await secrets.forget({ ...KEY, name: 'TWO' });
  expect(secrets.states.states).toEqual({ mine: { KEY: 'kept' }, gone: { KEY: 'kept' } });
  const again = openSecrets({ folder }).secrets;
  await again.sweep(new Set([AGENT]));
  expect(again.states.states).toEqual({ mine: { KEY: 'kept' } });
  expect(readFileSync(path, 'utf8')).not.toContain('gone');
});

test('[S4.3] a file of secrets that cannot be closed to others is read all the same', async () => {
  const { secrets, folder } = openSecrets();
  await secrets.set(KEY, 'sk-1');
  const chmod = vi.spyOn(fs, 'chmodSync').mockImplementation(() => {
    throw Object.assign(new Error('not here'), { code: 'EPERM' });
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    chmod.mockRestore();
    syncBuiltinESMExports();
  });
  const again = openSecrets({ folder }).secrets;
  expect(await again.of(AGENT, ['KEY'])).toEqual({ ok: true, value: { KEY: 'sk-1' } });
});

test('[S4.3] a bug of who is told of a change does not keep the next secret from being kept', async () => {
  const folder = freshFolder();
  let bugs = 1;
  const onChange = () => {
    bugs -= 1;
    if (bugs === 0) throw new Error('a bug, on purpose');
  };
  const secrets = new Secrets({ folder, cipher: null, onChange });
  await expect(secrets.set(KEY, 'one')).rejects.toThrow('on purpose');
  expect(await secrets.set(KEY, 'two')).toEqual({ ok: true, value: undefined });
  expect(await secrets.of(AGENT, ['KEY'])).toEqual({ ok: true, value: { KEY: 'two' } });
});

test('[S4.3] what a crash left half written and open to others opens nothing', async () => {
  const { secrets, path } = openSecrets();
  writeFileSync(`${path}.unfinished`, 'half', { mode: 0o644 });
  await secrets.set(KEY, 'sk-1');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
