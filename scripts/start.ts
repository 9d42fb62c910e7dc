import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import open from 'open';
import { hasDisplay } from '../main/shell/web/words.ts';
import { buildIfStale } from './build.ts';
import { ended, runInFront, spawnNode } from './child.ts';
import { type Choice, chooseShell, type ElectronState, type Machine, wantsElectron } from './choose-shell.ts';
import { downloadUrl, findElectron, isReachable } from './electron-binary.ts';
import { fetchElectron } from './fetch-electron.ts';

const ROOT = join(import.meta.dirname, '..');
const SERVE = join(ROOT, 'out', 'main', 'serve.js');
/** Everything else goes on to the shell, such as `--data-dir`. */
const BROWSER_FLAG = '--browser';

const args = process.argv.slice(2).filter((arg) => arg !== BROWSER_FLAG);
process.exitCode = (await buildIfStale(ROOT)) ? await start() : 1;

async function start(): Promise<number> {
  const machine: Machine = {
    platform: process.platform,
    hasDisplay: hasDisplay(process),
    isRoot: process.getuid?.() === 0,
    wantsBrowser: process.argv.includes(BROWSER_FLAG),
  };
  const choice = chooseShell(machine, wantsElectron(machine) ? await stateOfElectron() : 'unknown');
  return run(choice);
}

async function stateOfElectron(): Promise<ElectronState> {
  if (findElectron(ROOT, process.env)) return 'present';
  return (await isReachable(downloadUrl(ROOT, process.env, process))) ? 'reachable' : 'unreachable';
}

async function run(choice: Choice): Promise<number> {
  switch (choice.kind) {
    case 'electron':
      return runElectron();
    case 'download': {
      const fetched = await fetchElectron(ROOT);
      if (fetched === 'installed') return runElectron();
      return run({ kind: 'browser', because: `${fetched.because} Skein opens in your browser.` });
    }
    case 'browser':
      console.log(choice.because);
      return runInBrowser();
    case 'address':
      return runInFront(spawnNode([SERVE, ...args], 'inherit')); // it says itself how to reach it
  }
}

async function runElectron(): Promise<number> {
  const binary = findElectron(ROOT, process.env);
  if (!binary)
    return run({ kind: 'browser', because: 'Electron is not where it should be. Skein opens in your browser.' });
  const code = await runInFront(spawn(binary, [ROOT, ...args], { stdio: 'inherit' }));
  if (code !== 0)
    console.error(`Electron ended with code ${code}. To use your browser instead: npm start -- --browser`);
  return code;
}

async function runInBrowser(): Promise<number> {
  const child = spawnNode([SERVE, '--json', ...args], 'pipe');
  const running = runInFront(child);
  const address = await firstAddress(child);
  if (address === undefined) return running; // it has said why
  await open(address);
  console.log(`\nIf no window opens, go to ${address}\nFor another window, run npm start again. Ctrl+C ends Skein.`);
  return running;
}

async function firstAddress(child: ReturnType<typeof spawnNode>): Promise<string | undefined> {
  if (!child.stdout) return undefined;
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended(child)]);
  return Array.isArray(line) ? (JSON.parse(String(line[0])) as { url: string }).url : undefined;
}
