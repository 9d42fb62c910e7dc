import module from 'node:module';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { systemClock } from './clock.ts';
import { dataPath } from './shell/data-path.ts';
import { outFolder } from './shell/out-folder.ts';
import { parseServeArguments, SERVE_HELP } from './shell/web/arguments.ts';
import type { Served } from './shell/web/serve.ts';
import { addressLines } from './shell/web/words.ts';

/** What is still under way when the host is told to end gets this long. */
const END_MS = 10_000;
/** A mistake in the arguments, as shells know it. */
const EXIT_USAGE = 2;

const out = outFolder(import.meta.dirname);
// All that follows is loaded after this, so that a second start finds it compiled.
module.enableCompileCache(join(out, '.compile-cache'));

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  const parsed = parseServeArguments(argv);
  if (!parsed.ok) {
    complain(`${parsed.refusal}\n\n${SERVE_HELP}`, EXIT_USAGE);
    return;
  }
  const args = parsed.value;
  if (args.help) {
    say(SERVE_HELP);
    return;
  }
  const dataFolder = dataPath(args.dataFolder, {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    cwd: process.env.INIT_CWD ?? process.cwd(), // npm runs scripts in the package's folder and says here where it was
  });
  const [{ openHost }, { serve }] = await Promise.all([import('./app.ts'), import('./shell/web/serve.ts')]);
  const served = await serve({
    args,
    dataFolder,
    pages: join(out, 'renderer'),
    clock: systemClock,
    openHost,
    async loadUpgrade(host) {
      const [api, web] = await Promise.all([import('./api.ts'), import('./shell/web/upgrade.ts')]);
      return web.createUpgrade(api.createRouter(host));
    },
  });
  report(served, args.json);
}

function report(served: Served, json: boolean): void {
  if (served.kind === 'failed') {
    complain(served.message, 1);
    return;
  }
  if (served.kind === 'serving') endOnSignal(served);
  say(json ? jsonLine(served) : wordsOf(served));
  if (served.kind === 'serving') module.flushCompileCache();
}

type Running = Exclude<Served, { kind: 'failed' }>;

/** For scripts: one line, once the address answers. */
function jsonLine(served: Running): string {
  const line =
    served.kind === 'joined'
      ? { url: served.address, pid: served.pid, joined: true }
      : { url: served.address, pid: process.pid };
  return `${JSON.stringify(line)}\n`;
}

function wordsOf(served: Running): string {
  const { platform, env } = process;
  const place = { platform, env, hostname: hostname(), user: env.USER ?? env.USERNAME ?? 'you' };
  const first = served.kind === 'joined' ? 'Skein is running already.' : 'Skein is running. Ctrl+C ends it.';
  return [first, ...addressLines(served.address, served.port, place)].join('\n');
}

/** The first signal ends everything in order; a second one, or the deadline, at once. */
function endOnSignal(serving: Extract<Served, { kind: 'serving' }>): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      systemClock.after(END_MS, () => process.exit(1));
      void serving.close().then(() => process.exit(0));
    });
  }
}

function say(text: string): void {
  process.stdout.write(text);
}

function complain(text: string, exitCode: number): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}
