import { beforeEach, expect, test, vi } from 'vitest';
import { AgentId } from '../../../protocol/ids.ts';
import type { SignInOffer } from '../../../protocol/sign-in.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { useLink } = await import('../../../renderer/stores/link.ts');
const { askOffer, useSignIns } = await import('../../../renderer/stores/sign-ins.ts');

const agentId = AgentId.parse('mine');
const known: SignInOffer = { kind: 'known', ways: [], canSignOut: true };
let started: PromiseWithResolvers<SignInOffer>;
const offer = () => useSignIns.getState().offers[agentId];

beforeEach(() => {
  started = Promise.withResolvers();
  const signIns = ({ start }: { readonly start: boolean }) =>
    start ? started.promise : Promise.resolve<SignInOffer>({ kind: 'unknown' });
  const client = { agents: { signIns } } as unknown as HostClient;
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
  useSignIns.setState({ offers: {}, attempts: {} });
});

test('[S4.4] what is known without starting an agent does not end the question to the one that starts', async () => {
  const asking = askOffer(agentId, true);
  await askOffer(agentId, false);
  expect(offer()).toEqual({ kind: 'asking' });
  started.resolve(known);
  await asking;
  expect(offer()).toEqual(known);
});

test('[S4.4] while nothing is asked of the agent, what is known of it is shown', async () => {
  await askOffer(agentId, false);
  expect(offer()).toEqual({ kind: 'unknown' });
});
