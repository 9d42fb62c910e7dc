import { ended, spawnNode } from './child.ts';
import { download, electronVersion, installerOf } from './electron-binary.ts';

/** About 120 MB, on a slow line. */
const DOWNLOAD_MS = 10 * 60_000;

/** Downloads and unpacks Electron, showing how far it is. Answers why not, when Ctrl+C, the limit or the world ends it. */
export async function fetchElectron(root: string): Promise<'installed' | { readonly because: string }> {
  const cancel = new AbortController();
  const onInterrupt = () => cancel.abort();
  process.on('SIGINT', onInterrupt);
  console.log(`Downloading Electron ${electronVersion(root)}, once. Ctrl+C skips it and opens the browser instead.`);
  try {
    const signal = AbortSignal.any([cancel.signal, AbortSignal.timeout(DOWNLOAD_MS)]);
    await download(root, process.env, process, signal, showProgress());
    process.stderr.write('\nUnpacking…\n');
    return (await ended(spawnNode([installerOf(root)], 'inherit'))) === 0
      ? 'installed'
      : { because: 'Electron could not be unpacked.' };
  } catch (error) {
    if (cancel.signal.aborted) return { because: 'The download was skipped.' };
    return { because: `Electron could not be downloaded: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** One line that is written over; in a log, one line per tenth. */
function showProgress() {
  let shown = -1;
  return ({ transferred, total }: { readonly transferred: number; readonly total: number | null }) => {
    const percent = total ? Math.floor((100 * transferred) / total) : 0;
    const step = process.stderr.isTTY ? 1 : 10;
    if (percent < shown + step) return;
    shown = percent;
    const line = `  ${percent} % of ${megabytes(total ?? transferred)} MB`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`);
  };
}

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
