/**
 * What a page of ours may load: its own files and nothing else. `unsafe-inline` is for style attributes only, which
 * virtual lists need; scripts must be files; pictures beside our own are made by the page from what the host gave it.
 * `connect` adds what it may talk to beside its own origin.
 */
export function contentPolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}
