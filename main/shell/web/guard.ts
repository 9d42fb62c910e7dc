/** Names that mean this machine for every browser, so that no foreign name server can give them another meaning. */
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

const HOST_HEADER = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/;

/**
 * Whether a request was meant for us: its `Host` is a loopback name (any port: a tunnel may change it) or a name that
 * the person allowed. A page whose own name was made to lead here is refused by this.
 */
export function isOurHost(host: string | undefined, allowed: readonly string[]): host is string {
  const name = HOST_HEADER.exec(host?.toLowerCase() ?? '')?.[1];
  return name !== undefined && (LOOPBACK_NAMES.includes(name) || allowed.some((one) => one.toLowerCase() === name));
}

/** Whether the page that opens a socket came from the very host that it now talks to. */
export function isOurOrigin(origin: string | undefined, host: string): boolean {
  const own = host.toLowerCase();
  return origin === `http://${own}` || origin === `https://${own}`; // https: behind a tunnel that adds it
}

/** Whether the other end of a connection is on this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}
