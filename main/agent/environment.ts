import { delimiter } from 'node:path';

/**
 * What the shell around the app, the runtime and npm set for us alone. An agent that inherits it may start as the wrong
 * program, load our modules, talk into our pipes, or take our folder for its project.
 */
const OURS = new RegExp(
  `^(?:${[
    'ELECTRON_.*|CHROME_DESKTOP|ORIGINAL_XDG_CURRENT_DESKTOP|GIO_LAUNCHED_.*',
    'APPDIR|APPIMAGE|APPIMAGE_.*|ARGV0|OWD',
    'NODE_OPTIONS|NODE_PATH|NODE_CHANNEL_.*|NODE_UNIQUE_ID|NODE_V8_COVERAGE|VSCODE_INSPECTOR_OPTIONS',
    'npm_(?:lifecycle|package)_.*|npm_(?:command|execpath|node_execpath|config_local_prefix)|INIT_CWD',
  ].join('|')})$`,
);

/** Lists of folders into which an AppImage puts its own first. */
const LISTS: ReadonlySet<string> = new Set([
  ...['PATH', 'LD_LIBRARY_PATH', 'XDG_DATA_DIRS', 'PERLLIB', 'PYTHONPATH', 'QT_PLUGIN_PATH', 'GSETTINGS_SCHEMA_DIR'],
]);

export type Environment = Readonly<Record<string, string>>;

/** The environment of a program that we start: ours without what is only about us, and what was asked for on top. */
export function cleanEnvironment(own: NodeJS.ProcessEnv, added: Environment): Environment {
  const mounted = own['APPDIR'];
  const kept = Object.entries(own).flatMap(([name, value]): readonly [string, string][] => {
    if (value === undefined || OURS.test(name)) return [];
    const cleaned = mounted && LISTS.has(name) ? without(value, mounted) : value;
    return cleaned === '' && value !== '' ? [] : [[name, cleaned]];
  });
  return { ...Object.fromEntries(kept), ...added };
}

/** A list of folders without those that lie in `mounted`, which is gone when the app is. */
function without(list: string, mounted: string): string {
  const inside = (folder: string) => folder === mounted || folder.startsWith(`${mounted}/`);
  return list
    .split(delimiter)
    .filter((folder) => !inside(folder))
    .join(delimiter);
}
