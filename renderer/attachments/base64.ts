/** As many arguments as every engine takes in one call. */
const STEP_BYTES = 8 * 1024;

/** Transports carry text: a typed array inside a value does not arrive as one. */
export function toBase64(bytes: Uint8Array): string {
  const latin: string[] = [];
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    latin.push(String.fromCharCode(...bytes.subarray(at, at + STEP_BYTES)));
  }
  return btoa(latin.join(''));
}

export const fromBase64 = (data: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
