import type { Holder } from '../../host.ts';

export type Place = {
  /** `process.platform`. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of this machine, for the tunnel line. */
  readonly hostname: string;
  readonly user: string;
};

/** Whether a browser could be shown here: Linux without a display server, or a shell over SSH, has nowhere to show it. */
export function hasDisplay({ platform, env }: Pick<Place, 'platform' | 'env'>): boolean {
  if (env.DISPLAY || env.WAYLAND_DISPLAY) return true;
  return (platform === 'darwin' || platform === 'win32') && !env.SSH_CONNECTION;
}

/** How a person reaches the window: on this machine, or over an SSH tunnel where there is no display. */
export function addressLines(address: string, port: number, place: Place): readonly string[] {
  const open = ['Open this address in a browser. It opens one window, within ten minutes:', '', `  ${address}`, ''];
  if (hasDisplay(place)) return open;
  const tunnel = `  ssh -L ${port}:127.0.0.1:${port} ${place.user}@${place.hostname}`;
  return [...open, 'There is no display here. From another machine, first open a tunnel:', '', tunnel, ''];
}

/** Who holds the data folder, where it cannot be joined. */
export function takenLine(dataFolder: string, holder: Holder | null): string {
  if (!holder) return `Another Skein is using ${dataFolder}. End it, or choose another folder with --data-dir.`;
  const shell = holder.shell === 'desktop' ? 'The Skein app' : 'Another skein serve';
  return `${shell} (process ${holder.pid}) is using ${dataFolder}. End it, or choose another folder with --data-dir.`;
}
