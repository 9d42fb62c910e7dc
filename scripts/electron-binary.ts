import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** How long the download host may take to say that it is there. */
const PROBE_MS = 3_000;

type Env = Readonly<Record<string, string | undefined>>;
type Target = { readonly platform: string; readonly arch: string };
type Progress = { readonly transferred: number; readonly total: number | null };

/** What `@electron/get` takes, as far as it is used here. It is a package of Electron's, so Electron finds it. */
type Get = {
  downloadArtifact(options: {
    readonly version: string;
    readonly artifactName: 'electron';
    readonly platform: string;
    readonly arch: string;
    readonly cacheRoot?: string;
    readonly checksums: Readonly<Record<string, string>>;
    readonly downloadOptions: {
      readonly quiet: true;
      readonly signal: AbortSignal;
      readonly getProgressCallback: (progress: Progress) => Promise<void>;
    };
  }): Promise<string>;
};

/** Where the program is, or undefined when it is not here. `import 'electron'` would fetch it without a limit. */
export function findElectron(root: string, env: Env): string | undefined {
  const folder = electronFolder(root);
  const place = join(folder, 'path.txt');
  const name = existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  const chosen = env.ELECTRON_OVERRIDE_DIST_PATH;
  const file = chosen ? join(chosen, name ?? 'electron') : name && join(folder, 'dist', name);
  return file && existsSync(file) ? file : undefined;
}

/** Where the program is downloaded from; mirrors are named as Electron's own installer takes them. */
export function downloadUrl(root: string, env: Env, { platform, arch }: Target): string {
  const version = `v${electronVersion(root)}`;
  const mirror =
    env.npm_config_electron_mirror ||
    env.NPM_CONFIG_ELECTRON_MIRROR ||
    env.ELECTRON_MIRROR ||
    'https://github.com/electron/electron/releases/download/';
  const folder = env.npm_config_electron_custom_dir || env.ELECTRON_CUSTOM_DIR || version;
  return `${mirror}${folder.replace('{{ version }}', version.slice(1))}/electron-${version}-${platform}-${arch}.zip`;
}

/** Whether the download could begin. */
export async function isReachable(url: string, ms = PROBE_MS): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ms) });
    return response.ok;
  } catch {
    return false; // no network, no such name, too slow: all the same here
  }
}

/** Brings the program's archive into Electron's own cache, checked against the hashes that came with the package. */
export async function download(
  root: string,
  env: Env,
  target: Target,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const require = createRequire(join(electronFolder(root), 'package.json'));
  const { downloadArtifact } = require('@electron/get') as Get;
  await downloadArtifact({
    ...target,
    version: electronVersion(root),
    artifactName: 'electron',
    ...(env.electron_config_cache && { cacheRoot: env.electron_config_cache }),
    checksums: require('./checksums.json') as Readonly<Record<string, string>>,
    downloadOptions: {
      quiet: true,
      signal,
      getProgressCallback: (progress) => Promise.resolve(onProgress(progress)),
    },
  });
}

/** Electron's own installer; with the archive in the cache it only unpacks. */
export const installerOf = (root: string): string => join(electronFolder(root), 'install.js');

export function electronVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(electronFolder(root), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

const electronFolder = (root: string) => join(root, 'node_modules', 'electron');
