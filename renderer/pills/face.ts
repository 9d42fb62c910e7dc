/** Hues that names are told apart by; the tokens `--who-0` and so on. */
const HUES = 6;

/** The first letter or digit of a name, as a capital; a name without any has a point. */
export function initialOf(name: string): string {
  const [initial = '·'] = /[\p{L}\p{N}]/u.exec(name) ?? [];
  return initial.toLocaleUpperCase();
}

/** The same name has the same hue on every screen. */
export function hueOf(name: string): number {
  let hash = 0;
  for (const char of name) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) | 0;
  return (hash >>> 0) % HUES;
}
