/** What the desktop shell puts into its window as `window.skein`. In a browser there is none. */
export type ShellBridge = {
  /** `process.platform` of this machine. */
  readonly platform: string;
};

/**
 * The only message that the preload passes on. The window makes a MessageChannel and posts this with the one port that
 * the host shall have, as often as it needs a new one.
 */
export type PortMarker = 'skein:port';
