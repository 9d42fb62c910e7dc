import { ulid } from 'ulid';
import { z } from 'zod';
import { create } from 'zustand';
import { useShallow } from 'zustand/shallow';
import type { Attachment } from '../../protocol/attachment.ts';
import type { QueuedPrompt } from '../../protocol/head.ts';
import { SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { SIDE_SESSIONS_MAX } from '../../protocol/limits.ts';
import { ok, refuse } from '../../protocol/result.ts';
import { words } from '../words/words.ts';
import { type Answer, filesOf, send, sendOrSay } from './commands.ts';
import { storedJson } from './stored-json.ts';
import { useViews } from './views.ts';

const KEY = 'skein.asides';

/** An aside and the session that it belongs to. */
const Aside = z.object({ id: SessionId, parent: SessionId });
export type Aside = Readonly<z.infer<typeof Aside>>;
const Stored = z.array(Aside);

type Asides = {
  /** Oldest first. Their ids outlive the window, so that none is left open where nobody can close it; no word does. */
  readonly asides: readonly Aside[];
  /** By session, while its panel is open: the aside that is shown, or null for one that is yet to be asked. */
  readonly shown: Readonly<Record<SessionId, SessionId | null>>;
  /** What is being written, by aside, or by session for one that is yet to be asked. In memory alone, as asides are. */
  readonly drafts: Readonly<Record<SessionId, string>>;
};

export const useAsides = create<Asides>()(() => ({ asides: stored(), shown: {}, drafts: {} }));

/** Of one session, oldest first. */
export const useAsidesOf = (parent: SessionId): readonly Aside[] =>
  useAsides(useShallow(({ asides }) => asides.filter((aside) => aside.parent === parent)));

/** Learns of what other windows do. */
export function startAsides(): void {
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) useAsides.setState({ asides: stored() });
  });
}

/** Opens the panel on the aside that was asked last, or on none yet. */
export function showAsides(parent: SessionId): void {
  const last = useAsides.getState().asides.findLast((aside) => aside.parent === parent);
  showAside(parent, last?.id ?? null);
}

export const showAside = (parent: SessionId, id: SessionId | null) =>
  useAsides.setState(({ shown }) => ({ shown: { ...shown, [parent]: id } }));

/** Its asides and what was being written in them stay. */
export const hideAsides = (parent: SessionId) =>
  useAsides.setState(({ shown: { [parent]: _, ...others } }) => ({ shown: others }));

export const setAsideDraft = (id: SessionId, text: string) =>
  useAsides.setState(({ drafts: { [id]: _, ...others } }) => ({
    drafts: text === '' ? others : { ...others, [id]: text },
  }));

/** What was sent is written no more; whoever went on writing meanwhile keeps all of it. */
export function endAsideDraft(id: SessionId, sent: string): void {
  if (useAsides.getState().drafts[id] === sent) setAsideDraft(id, '');
}

/** Takes a waiting question back into the field, behind what is being written there. */
export async function takeBackAside(id: SessionId, prompt: QueuedPrompt): Promise<void> {
  const draft = useAsides.getState().drafts[id] ?? '';
  setAsideDraft(id, draft.trim() === '' ? prompt.text : `${draft}\n\n${prompt.text}`);
  await sendOrSay({ type: 'unqueue', sessionId: id, turnId: prompt.id });
}

/**
 * Asks something beside a session that is shown, of the same agent, which knows what was said so far. The answer comes in
 * the panel. Without a text the panel opens for one to be written.
 */
export async function askAside(
  parent: SessionId,
  text: string,
  attachments: readonly Attachment[] = [],
): Promise<Answer> {
  if (text.trim() === '') {
    showAside(parent, null);
    return ok(undefined);
  }
  const view = useViews.getState().views[parent];
  if (!view || view.kind === 'waiting') return refuse(words().refusal({ code: 'unknown-session' }));
  const { agentId, folder, turn } = view.state.head;
  const id = sessionIdOf(ulid());
  const relationship = { kind: 'btw', parent, turn: turn?.id ?? null } as const;
  const created = await send({ type: 'create', sessionId: id, agentId, folder, relationship });
  if (!created.ok) return created;
  const asked = await askIn(id, text, 'queue', attachments);
  if (asked.ok) keep([...stored(), { id, parent }]);
  // An aside without a question is of no use, and would count.
  else await send({ type: 'delete', sessionId: id });
  if (asked.ok) showAside(parent, id);
  return asked;
}

/**
 * Asks on in an aside, now (`steer`) or behind what is being answered there. A question about work does not stand in the
 * line of the folder behind that work; when it has begun by itself already there is nothing to do.
 */
export async function askIn(
  id: SessionId,
  text: string,
  how: 'queue' | 'steer',
  attachments: readonly Attachment[] = [],
): Promise<Answer> {
  const turnId = turnIdOf(ulid());
  const asked = await send({ type: how, sessionId: id, turnId, text, ...filesOf(attachments) });
  if (asked.ok) await send({ type: 'run-alongside', sessionId: id, turnId });
  return asked;
}

/** Ends an aside for good, unless it is over. The one beside it is shown then; the panel closes with the last one. */
export async function closeAside({ id, parent }: Aside, gone: boolean): Promise<void> {
  if (!gone && !(await sendOrSay({ type: 'delete', sessionId: id }))) return;
  const siblings = useAsides.getState().asides.filter((aside) => aside.parent === parent);
  const at = siblings.findIndex((aside) => aside.id === id);
  const next = siblings[at + 1] ?? siblings[at - 1];
  forget(id);
  if (next) showAside(parent, next.id);
  else hideAsides(parent);
}

function forget(id: SessionId): void {
  keep(stored().filter((aside) => aside.id !== id));
  setAsideDraft(id, '');
}

function keep(asides: readonly Aside[]): void {
  const kept = asides.slice(-SIDE_SESSIONS_MAX);
  localStorage.setItem(KEY, JSON.stringify(kept));
  useAsides.setState({ asides: kept });
}

/** Read anew for every change: other windows write there, too. */
function stored(): readonly Aside[] {
  return Stored.safeParse(storedJson(KEY)).data ?? [];
}
