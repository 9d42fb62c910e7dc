import type { SessionId } from '../../protocol/ids.ts';

/** What another session is to one: `beside` is elsewhere in the same tree, `stranger` in none that both share. */
export type Kin = 'self' | 'below' | 'above' | 'beside' | 'stranger';

/** The session that a session belongs to; null at the root of a tree, undefined when there is no such session. */
export type ParentOf = (session: SessionId) => SessionId | null | undefined;

/** What `other` is to `session`. */
export function kinOf(session: SessionId, other: SessionId, parentOf: ParentOf): Kin {
  if (session === other) return parentOf(other) === undefined ? 'stranger' : 'self';
  const [line, others] = [lineOf(session, parentOf), lineOf(other, parentOf)];
  if (others.includes(session)) return 'below';
  if (line.includes(other)) return 'above';
  const root = line.at(-1);
  return root !== undefined && root === others.at(-1) ? 'beside' : 'stranger';
}

/** The session and those above it, the root last. Empty when there is no such session; a circle ends where it closes. */
export function lineOf(session: SessionId, parentOf: ParentOf): readonly SessionId[] {
  const line: SessionId[] = [];
  for (let at: SessionId | null | undefined = session; at && !line.includes(at); at = parentOf(at)) {
    if (parentOf(at) === undefined) break;
    line.push(at);
  }
  return line;
}
