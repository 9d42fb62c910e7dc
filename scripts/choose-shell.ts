/** What decides in which shell Skein opens. */
export type Machine = {
  /** `process.platform`. */
  readonly platform: string;
  readonly hasDisplay: boolean;
  /** Chromium does not start as root without giving up its sandbox, which we do not. */
  readonly isRoot: boolean;
  /** The person asked for the browser. */
  readonly wantsBrowser: boolean;
};

/** `unknown`: nobody looked, because it makes no difference. */
export type ElectronState = 'present' | 'reachable' | 'unreachable' | 'unknown';

export type Choice =
  | { readonly kind: 'electron' }
  /** Fetch Electron, then run it. */
  | { readonly kind: 'download' }
  /** The web shell, in the default browser. */
  | { readonly kind: 'browser'; readonly because: string }
  /** The web shell, whose address is printed. */
  | { readonly kind: 'address'; readonly because: string };

/** Whether it makes a difference if Electron is here. */
export const wantsElectron = (machine: Machine): boolean =>
  machine.hasDisplay && !machine.wantsBrowser && !isLinuxRoot(machine);

export function chooseShell(machine: Machine, electron: ElectronState): Choice {
  if (!machine.hasDisplay) return { kind: 'address', because: 'There is no display here.' };
  if (machine.wantsBrowser) return { kind: 'browser', because: 'As you asked, Skein opens in your browser.' };
  if (isLinuxRoot(machine)) {
    return { kind: 'browser', because: 'The desktop window does not run as root, so Skein opens in your browser.' };
  }
  switch (electron) {
    case 'present':
      return { kind: 'electron' };
    case 'reachable':
      return { kind: 'download' };
    case 'unreachable':
    case 'unknown':
      return {
        kind: 'browser',
        because: 'Electron is not installed and its download cannot be reached, so Skein opens in your browser.',
      };
  }
}

const isLinuxRoot = ({ platform, isRoot }: Machine) => platform === 'linux' && isRoot;
