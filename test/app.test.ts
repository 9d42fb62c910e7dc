import { existsSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openHost } from '../main/app.ts';
import type { Host } from '../main/host.ts';
import { SessionService } from '../main/session/service.ts';
import { STORE_FILE } from '../main/store/store.ts';
import type { AgentId } from '../protocol/ids.ts';
import { freshFolder } from './store/fresh.ts';
import { attachmentOf, pieceOf } from './support/attachments.ts';

const AGENT = { id: 'mine' as AgentId, name: 'Mine', command: 'mine', args: [], env: {} };
const NOTES = attachmentOf('notes');

const open = (dataFolder: string) => openHost({ dataFolder, shell: 'web', cipher: null });

async function opened(dataFolder: string): Promise<Host> {
  const answer = await open(dataFolder);
  if (answer.kind !== 'opened') throw new Error(`The host is ${answer.kind}`);
  return answer.host;
}

/** A data folder with a secret of an agent, and a file that was attached long ago. */
async function usedFolder(): Promise<string> {
  const folder = freshFolder();
  const host = await opened(folder);
  expect(host.agents.save(AGENT).ok).toBe(true);
  expect((await host.secrets.set({ agentId: AGENT.id, name: 'KEY' }, 'sk-1')).ok).toBe(true);
  expect((await host.attachments.put(pieceOf('notes'))).ok).toBe(true);
  await host.close();
  utimesSync(join(folder, 'attachments', NOTES.id), 1, 1);
  return folder;
}

test('[S2.4] what belongs to a damaged file goes aside with it, and later starts leave all of it', async () => {
  const folder = await usedFolder();
  writeFileSync(join(folder, STORE_FILE), 'no database');
  expect(await open(folder)).toMatchObject({ kind: 'refused' });
  const host = await opened(folder);
  expect(host.agents.save(AGENT).ok).toBe(true);
  await host.close();
  await (await opened(folder)).close();

  const kept = readdirSync(folder).find((name) => /\.damaged-[^.]*\.\d+Z$/.test(name)) ?? '';
  const at = (name: string) => join(folder, `${kept}.${name}`);
  expect(readFileSync(join(folder, kept), 'utf8')).toBe('no database');
  expect(readFileSync(at('secrets.json'), 'utf8')).toContain('sk-1');
  expect(readFileSync(join(at('attachments'), NOTES.id), 'utf8')).toBe('notes');
  expect(existsSync(join(folder, 'secrets.json'))).toBe(false);
});

test('[S2.4] nothing is swept by a store that is empty, since its file may have been moved away', async () => {
  const folder = await usedFolder();
  const away = freshFolder();
  renameSync(join(folder, STORE_FILE), join(away, STORE_FILE));
  await (await opened(folder)).close();
  rmSync(join(folder, STORE_FILE));
  renameSync(join(away, STORE_FILE), join(folder, STORE_FILE));
  expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toContain('sk-1');
  expect(readFileSync(join(folder, 'attachments', NOTES.id), 'utf8')).toBe('notes');
});

test('[S2.4] a start that fails holds nothing: a failing disk is a refusal, all else throws, and the next one opens', async () => {
  const folder = freshFolder();
  const attached = join(folder, 'attachments');
  writeFileSync(attached, 'no folder');
  await expect(open(folder)).rejects.toThrow('ENOTDIR');
  rmSync(attached);

  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  const failing = vi.spyOn(SessionService.prototype, 'recover').mockImplementationOnce(() => {
    throw full;
  });
  expect(await open(folder)).toEqual({ kind: 'refused', message: 'The disk is full.' });
  failing.mockRestore();
  await (await opened(folder)).close();
});
