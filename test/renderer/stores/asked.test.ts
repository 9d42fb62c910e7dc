import { ORPCError } from '@orpc/client';
import { beforeEach, expect, test, vi } from 'vitest';
import { AgentId } from '../../../protocol/ids.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';
import { words } from '../../../renderer/words/words.ts';
import { emptyHead } from '../../support/history.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { useLink } = await import('../../../renderer/stores/link.ts');
const { useToasts } = await import('../../../renderer/stores/toasts.ts');
const { useWindow } = await import('../../../renderer/stores/window.ts');
const { send } = await import('../../../renderer/stores/commands.ts');
const { addAgent, removeAgent, testAgent } = await import('../../../renderer/stores/agents.ts');
const { keepSecrets } = await import('../../../renderer/settings/keep-secrets.ts');
const { takeOver } = await import('../../../renderer/take-over/take-over.ts');

const agent = { id: AgentId.parse('mine'), name: 'Mine', command: 'mine', args: [], env: {} };
const open = (client: unknown) =>
  useLink.setState({ kind: 'open', client: client as HostClient, closed: new AbortController().signal }, true);
const refusing = (data: unknown) => async () => {
  throw new ORPCError('REFUSED', { defined: true, data });
};
const said = () => useToasts.getState().toasts.map(({ text }) => text);

beforeEach(() => {
  useToasts.setState({ toasts: [] });
  useWindow.setState({ selected: null });
  useLink.setState({ kind: 'connecting' }, true);
});

test('[C1] what is asked of a host that is not there is answered with a sentence, and never thrown', async () => {
  const away = { ok: false, refusal: words().notConnected };
  expect(await send({ type: 'stop', sessionId: emptyHead.id })).toEqual(away);
  expect(await testAgent(agent)).toEqual(away);
  expect(await keepSecrets(agent.id, { TOKEN: 'x' }, ['OLD'])).toEqual(away);
  expect(await addAgent(agent)).toBe(false);
  expect(said()).toEqual([words().notConnected]);
});

test('[C1] a refusal is said in its own words, and a host that breaks in those for it', async () => {
  const broken = async () => Promise.reject(new Error('broken'));
  open({ sessions: { dispatch: refusing({ code: 'busy' }) }, agents: { test: broken } });
  const busy = words().refusal({ code: 'busy' });
  expect(await send({ type: 'stop', sessionId: emptyHead.id })).toEqual({ ok: false, refusal: busy });
  expect(await testAgent(agent)).toEqual({ ok: false, refusal: words().hostBroke });
});

test('[S4.3] a removal that cannot be undone says so', async () => {
  open({ agents: { remove: async () => undefined } });
  await removeAgent(agent);
  useLink.setState({ kind: 'connecting' }, true);
  const [removed] = useToasts.getState().toasts;
  removed?.action?.run();
  await vi.waitFor(() => expect(said()).toEqual([words().removedAgent('mine'), words().notConnected]));
});

test('[S4.4] a session in the bin that cannot be brought back is not shown, and the dialog learns why', async () => {
  const gone = { code: 'unknown-session' } as const;
  open({ sessions: { dispatch: refusing(gone) } });
  const held = { session: emptyHead.id, deleted: true };
  const info = { agentSession: 'theirs', folder: '/', title: '', changedAt: null, held };
  expect(await takeOver(agent.id, info)).toEqual({ ok: false, refusal: words().refusal(gone) });
  expect(useWindow.getState().selected).toBeNull();
});
