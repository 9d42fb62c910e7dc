/** What the shell around the app sets for itself. An agent that inherits it may start as the wrong program or find the wrong libraries. */
const OURS = /^(?:ELECTRON_.*|CHROME_DESKTOP|APPDIR|APPIMAGE|ARGV0|OWD|ORIGINAL_XDG_CURRENT_DESKTOP|GIO_LAUNCHED_.*)$/;

export type Environment = Readonly<Record<string, string>>;

/** The environment of a program that we start: ours without what is only about us, and what was asked for on top. */
export function cleanEnvironment(own: NodeJS.ProcessEnv, added: Environment): Environment {
  const kept = Object.entries(own).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    return value !== undefined && !OURS.test(name);
  });
  return { ...Object.fromEntries(kept), ...added };
}
