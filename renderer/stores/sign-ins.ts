import { create } from 'zustand';
import type { AgentRefusal } from '../../protocol/contract.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { SignInEnd, SignInOffer, SignInWay } from '../../protocol/sign-in.ts';
import { words } from '../words/words.ts';
import { type Ask, asked } from './asked.ts';
import { host } from './link.ts';

/** `problem`: why the host could not be asked. */
export type Offer = SignInOffer | { readonly kind: 'asking' } | Problem;

/** What a person wants of an agent; `way` null: to be signed out. */
export type Wish = {
  /** The part of the window that it is wished in, and that tells how it went. */
  readonly place: string;
  readonly way: SignInWay | null;
};

export type Attempt = Wish &
  (
    | { readonly kind: 'running'; cancel(): void }
    | { readonly kind: 'ended'; readonly end: SignInEnd }
    | { readonly kind: 'problem'; readonly text: string }
  );

type State = {
  readonly offers: Readonly<Record<AgentId, Offer>>;
  readonly attempts: Readonly<Record<AgentId, Attempt>>;
};

/** What this window knows of signing in to agents. An attempt goes on while other things are shown. */
export const useSignIns = create<State>()(() => ({ offers: {}, attempts: {} }));

/** The attempt that runs, wherever it was begun, or the one that has ended in this place. */
export function useAttempt(agentId: AgentId, place: string): Attempt | undefined {
  const attempt = useSignIns((state) => state.attempts[agentId]);
  return attempt?.kind === 'running' || attempt?.place === place ? attempt : undefined;
}

/** Learns how one can sign in to the agent. `start`: it is started if need be; what is known without that waits for it. */
export async function askOffer(agentId: AgentId, start: boolean): Promise<void> {
  if (start) setOffer(agentId, { kind: 'asking' });
  const offer = await answered(() => host().agents.signIns({ agentId, start }));
  if (start || useSignIns.getState().offers[agentId]?.kind !== 'asking') setOffer(agentId, offer);
}

/** True when that is done. */
export function signIn(agentId: AgentId, way: SignInWay, place: string): Promise<boolean> {
  return attempt(agentId, { place, way }, (signal) => host().agents.signIn({ agentId, wayId: way.id }, { signal }));
}

/** True when that is done. */
export function signOut(agentId: AgentId, place: string): Promise<boolean> {
  return attempt(agentId, { place, way: null }, (signal) => host().agents.signOut({ agentId }, { signal }));
}

/** An attempt that has ended was seen. */
export function forgetAttempt(agentId: AgentId, place: string): void {
  const { attempts } = useSignIns.getState();
  const { [agentId]: attempt, ...others } = attempts;
  if (attempt?.place === place && attempt.kind !== 'running') useSignIns.setState({ attempts: others });
}

type Problem = { readonly kind: 'problem'; readonly text: string };

async function attempt(
  agentId: AgentId,
  wish: Wish,
  ask: (signal: AbortSignal) => ReturnType<Ask<SignInEnd, AgentRefusal>>,
): Promise<boolean> {
  const call = new AbortController();
  setAttempt(agentId, { ...wish, kind: 'running', cancel: () => call.abort() });
  const end = await answered(() => ask(call.signal));
  if (call.signal.aborted) setAttempt(agentId, undefined);
  else setAttempt(agentId, { ...wish, ...(end.kind === 'problem' ? end : { kind: 'ended', end }) });
  await askOffer(agentId, false);
  return end.kind === 'done';
}

async function answered<Value>(ask: Ask<Value, AgentRefusal>): Promise<Value | Problem> {
  const answer = await asked(ask, words().agentRefusal);
  return answer.ok ? answer.value : { kind: 'problem', text: answer.refusal };
}

function setOffer(agentId: AgentId, offer: Offer): void {
  useSignIns.setState(({ offers }) => ({ offers: { ...offers, [agentId]: offer } }));
}

function setAttempt(agentId: AgentId, attempt: Attempt | undefined): void {
  useSignIns.setState(({ attempts: { [agentId]: _, ...others } }) => ({
    attempts: attempt ? { ...others, [agentId]: attempt } : others,
  }));
}
