import type { TurnId } from './ids.ts';

/** One prompt and all that answers it. */
export type Turn = {
  readonly id: TurnId;
  /** The turn that it goes on from; null for the first of a conversation. Turns form a tree, of which a path is shown. */
  readonly parent: TurnId | null;
  /** Its depth in that tree, from 0: also its place on any path that it is on. */
  readonly index: number;
  /** Epoch ms at which the prompt was recorded. */
  readonly at: number;
  readonly phase: Phase;
};

/** Where a turn is between prompt and end. */
export type Phase =
  /** In the line for its agent and folder; `place` 1 is next. */
  | { readonly kind: 'waiting'; readonly place: number }
  /** It has the lock; the agent's program is being started or the conversation handed over, or has to wait for that. */
  | { readonly kind: 'starting'; readonly wait?: StartWait }
  /** `heard`: the agent has said or done something in it that can be seen. */
  | { readonly kind: 'running'; readonly heard: boolean }
  | { readonly kind: 'stopping' }
  /** `cleared`: a person has seen how it ended and put that away. */
  | { readonly kind: 'ended'; readonly outcome: Outcome; readonly at: number; readonly cleared: boolean };

/** Why a program is not started at once. */
export type StartWait =
  /** It ended by itself again and again; it is started at `until`, epoch ms. */
  | { readonly kind: 'crashes'; readonly until: number }
  /** As many programs of agents run as may. */
  | { readonly kind: 'room' };

export type Outcome =
  | { readonly kind: 'completed' }
  /** The agent gave up by a rule of its own: out of tokens, too many requests, or it refused. */
  | { readonly kind: 'cut-short'; readonly reason: 'max-tokens' | 'max-requests' | 'refusal' }
  | { readonly kind: 'stopped' }
  /**
   * The host ended while the turn ran; nothing is repeated by itself. `by`: of a sub-agent, its agent's program ended
   * instead, or the agent does not know any more what it does.
   */
  | { readonly kind: 'interrupted'; readonly by?: 'agent-ended' | 'agent-unsure' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What the world did to a turn. `detail` is for people who look closer: the agent's words or its last stderr lines. */
export type Failure = {
  readonly code:
    | 'agent-missing' // the command was not found
    | 'agent-start' // it was started and did not answer `initialize`
    | 'agent-sign-in' // it wants a sign-in first
    | 'secret-missing' // a secret that it is configured with was not set
    | 'secret-sealed' // only the system's key store can open it, and that does not answer here
    | 'agent-crashed' // the process ended in the middle of the turn
    | 'agent-silent' // it did not answer in time
    | 'agent-error' // it answered the prompt with an error
    | 'agent-protocol' // it does not speak a version we know
    | 'attachment-unreadable' // a file that goes with the prompt is gone from the data folder, or cannot be copied; `message` is its name
    | 'over-budget' // its tree reached a limit while it waited for its place
    | 'folder-missing'; // the working folder is not there
  readonly message: string;
  readonly detail: string;
};

export type LivePhase = Exclude<Phase, { readonly kind: 'ended' }>;
export type ActiveTurn = Turn & { readonly phase: LivePhase };

export const isActive = (turn: Turn | null): turn is ActiveTurn => turn !== null && turn.phase.kind !== 'ended';
