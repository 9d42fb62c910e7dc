import type { Codes } from './codes.ts';
import type { Credentials } from './credentials.ts';

/** The first message of a window: a code that was in its address, or the credential that it got for one. */
export type Hello =
  | { readonly type: 'hello'; readonly code: string }
  | { readonly type: 'hello'; readonly credential: string };

/** The answer, and the first message of the host. After a denial the socket is closed. */
export type Greeting =
  | { readonly type: 'welcome'; readonly credential: string }
  | { readonly type: 'denied'; readonly reason: 'code-used' | 'code-unknown' | 'credential-unknown' };

/** Longer than any of ours; what is longer is not looked at. */
const SECRET_CHARS_MAX = 128;
const HELLO_CHARS_MAX = 1024;

/** The hello in a first message, or undefined when it is something else. */
export function parseHello(message: string): Hello | undefined {
  if (message.length > HELLO_CHARS_MAX) return undefined;
  const { type, code, credential } = fieldsOf(message);
  if (type !== 'hello') return undefined;
  if (isSecret(code) && credential === undefined) return { type, code };
  if (isSecret(credential) && code === undefined) return { type, credential };
  return undefined;
}

export function greet(hello: Hello, codes: Codes, credentials: Credentials): Greeting {
  if ('credential' in hello) {
    const { credential } = hello;
    return credentials.knows(credential)
      ? { type: 'welcome', credential }
      : { type: 'denied', reason: 'credential-unknown' };
  }
  const found = codes.redeem(hello.code);
  if (found === 'fresh') return { type: 'welcome', credential: credentials.issue() };
  return { type: 'denied', reason: found === 'used' ? 'code-used' : 'code-unknown' };
}

const isSecret = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= SECRET_CHARS_MAX;

function fieldsOf(message: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? (value as Partial<Record<string, unknown>>) : {};
  } catch {
    return {}; // not JSON: not a hello
  }
}
