import { ORPCError } from '@orpc/client';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Command, Refusal } from '../../../protocol/command.ts';
import type { SessionId } from '../../../protocol/ids.ts';
import { SIDE_SESSIONS_MAX } from '../../../protocol/limits.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';
import { sessionIdNumber, turnIdNumber } from '../../support/arbitraries.ts';
import { emptyHead } from '../../support/history.ts';

/** A window without a page. */
const storage = vi.hoisted(() => {
  const kept = new Map<string, string>();
  const api = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
  return kept;
});

const { useLink } = await import('../../../renderer/stores/link.ts');
const { useViews } = await import('../../../renderer/stores/views.ts');
const { useToasts } = await import('../../../renderer/stores/toasts.ts');
const asides = await import('../../../renderer/stores/asides.ts');
const { useAsides, askAside, closeAside, showAside, showAsides, hideAsides, setAsideDraft, endAsideDraft } = asides;

const parent = emptyHead.id;
let sent: Command[];
let refused: Partial<Record<Command['type'], Refusal>>;

beforeEach(() => {
  storage.clear();
  sent = [];
  refused = {};
  const dispatch = async (command: Command) => {
    sent.push(command);
    const refusal = refused[command.type];
    if (refusal) throw new ORPCError('REFUSED', { defined: true, data: refusal });
    return { seq: 1 };
  };
  const client = { sessions: { dispatch } } as unknown as HostClient;
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
  const turn = { id: turnIdNumber(7), parent: null, index: 0, at: 0, phase: { kind: 'running', heard: true } } as const;
  const state = { head: { ...emptyHead, turn }, window: { items: [], atStart: true } };
  useViews.setState({
    views: { [parent]: { kind: 'live', incarnation: 'one', seq: 1, state, reading: null, above: false, paging: null } },
  });
  useAsides.setState({ asides: [], shown: {}, drafts: {} });
});

const known = () => useAsides.getState().asides.map(({ id }) => id);
const shown = () => useAsides.getState().shown[parent];
const typesSent = () => sent.map(({ type }) => type);

async function asked(text = 'why?'): Promise<SessionId> {
  expect(await askAside(parent, text)).toMatchObject({ ok: true });
  const id = known().at(-1);
  if (!id) throw new Error('no aside was kept');
  return id;
}

test('[B7] an aside is of the agent and folder of its session, from the turn that runs there, and begins beside it', async () => {
  const id = await asked();
  const relationship = { kind: 'btw', parent, turn: turnIdNumber(7) };
  const { agentId, folder } = emptyHead;
  expect(sent[0]).toEqual({ type: 'create', sessionId: id, agentId, folder, relationship });
  expect(sent[1]).toMatchObject({ type: 'queue', sessionId: id, text: 'why?' });
  const turnId = sent[1]?.type === 'queue' ? sent[1].turnId : undefined;
  expect(sent[2]).toEqual({ type: 'run-alongside', sessionId: id, turnId });
  expect(shown()).toBe(id);
});

test('[B7] without a question the panel opens and no session is made', async () => {
  expect(await askAside(parent, '  ')).toEqual({ ok: true });
  expect(sent).toEqual([]);
  expect(shown()).toBeNull();
});

test('[B1] what is refused leaves no aside, and the answer says why', async () => {
  refused = { create: { code: 'too-many-asides', maxAsides: SIDE_SESSIONS_MAX } };
  expect(await askAside(parent, 'why?')).toMatchObject({
    ok: false,
    refusal: expect.stringContaining('Close one first'),
  });
  expect(typesSent()).toEqual(['create']);
  sent = [];
  refused = { queue: { code: 'prompt-too-long', maxChars: 131_072 } };
  expect(await askAside(parent, 'why?')).toMatchObject({ ok: false });
  expect(typesSent()).toEqual(['create', 'queue', 'delete']);
  expect(known()).toEqual([]);
  expect(shown()).toBeUndefined();
});

test('[B1] ids alone outlive the window; no word of an aside does', async () => {
  const id = await asked('a secret');
  setAsideDraft(id, 'half a secret');
  const kept = [...storage.values()].join();
  expect(kept).toContain(id);
  expect(kept).not.toContain('secret');
});

test('[B7] closing an aside deletes it and shows the one beside it; the panel closes with the last', async () => {
  const [one, two, three] = [await asked(), await asked(), await asked()];
  showAside(parent, two);
  await closeAside({ id: two, parent }, false);
  expect(sent.at(-1)).toEqual({ type: 'delete', sessionId: two });
  expect(shown()).toBe(three);
  await closeAside({ id: three, parent }, false);
  expect(shown()).toBe(one);
  await closeAside({ id: one, parent }, false);
  expect(shown()).toBeUndefined();
  expect(known()).toEqual([]);
});

test('[B7] one that is over is closed without asking; one that cannot be deleted stays, and it is said', async () => {
  const id = await asked();
  refused = { delete: { code: 'disk-failing', message: 'No room' } };
  await closeAside({ id, parent }, false);
  expect(known()).toEqual([id]);
  expect(useToasts.getState().toasts).toHaveLength(1);
  await closeAside({ id, parent }, true);
  expect(known()).toEqual([]);
});

test('[S3.1] the panel opens on the aside that was asked last, and hiding it keeps asides and drafts', async () => {
  await asked();
  const last = await asked();
  setAsideDraft(last, 'half');
  hideAsides(parent);
  expect(shown()).toBeUndefined();
  showAsides(parent);
  expect(shown()).toBe(last);
  showAsides(sessionIdNumber(5));
  expect(useAsides.getState().shown[sessionIdNumber(5)]).toBeNull();
  expect(useAsides.getState().drafts[last]).toBe('half');
  endAsideDraft(last, 'ha');
  expect(useAsides.getState().drafts[last]).toBe('half');
  endAsideDraft(last, 'half');
  expect(useAsides.getState().drafts).toEqual({});
});
