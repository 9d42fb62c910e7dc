/** An http or https address, in three pieces that are all of it: the host is what tells where it leads. */
export function piecesOf(url: string): { readonly before: string; readonly host: string; readonly after: string } {
  const { protocol, host, href } = new URL(url);
  const before = `${protocol}//`;
  return { before, host, after: href.slice(before.length + host.length) };
}
