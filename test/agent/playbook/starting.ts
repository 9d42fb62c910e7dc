import { afterEach } from 'vitest';
import type { Fields } from '../../support/acp-client.ts';
import { newFolder, removeFolders, type Started, startPlaybook, type Way } from './playbook.ts';

const started: Started[] = [];

/** Starts a Playbook that is ended, with all that it runs, when the test is over. */
export async function start(way: Way = 'worker', stateFolder = newFolder(), capabilities?: Fields): Promise<Started> {
  const playbook = await startPlaybook(way, stateFolder, capabilities);
  started.push(playbook);
  return playbook;
}

afterEach(async () => {
  for (const playbook of started.splice(0)) {
    await playbook.kill();
    playbook.editor.close();
  }
  removeFolders();
});
