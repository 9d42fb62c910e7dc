import type { Clock } from '../../clock.ts';
import type { Holder } from '../../host.ts';
import { addressWithCode } from './address.ts';

/** A host on the same machine answers at once; one that is stuck must not hold up whoever asks. */
const JOIN_MS = 3_000;

/** The address of another window at the host that holds the data folder, or undefined when it does not give one. */
export async function askForAddress(holder: Holder, clock: Clock): Promise<string | undefined> {
  const { url, token } = holder;
  if (url === null || token === null) return undefined;
  const late = new AbortController();
  const cancel = clock.after(JOIN_MS, () => late.abort());
  try {
    const response = await fetch(new URL('join', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: late.signal,
    });
    const code = response.ok ? codeOf(await response.json()) : undefined;
    return code && addressWithCode(url, code);
  } catch {
    return undefined; // gone, stuck, or not a host of ours: all the same to a person, who is told who holds the folder
  } finally {
    cancel();
  }
}

function codeOf(value: unknown): string | undefined {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && 'code' in value && typeof value.code === 'string' ? value.code : undefined;
}
