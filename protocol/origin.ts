import { z } from 'zod';
import type { SessionId, TurnId } from './ids.ts';
import type { Failure } from './turn.ts';

/** An agent's own id of a conversation: opaque, and as long as any that was ever seen, many times over. */
export const AgentSessionId = z.string().min(1).max(1024);

/** Where a conversation was begun that this session only goes on with, and how far its history has been fetched. */
export type Origin = {
  /** The agent's own id of it. */
  readonly agentSession: string;
  /** Epoch ms of its last change there, as the agent says; null when it does not. Times of single turns are unknown. */
  readonly changedAt: number | null;
  /** Names this attempt to fetch it; also the id of the first turn that is fetched. */
  readonly fetch: TurnId;
  /** Turns that were fetched so far, and the last of them. */
  readonly turns: number;
  readonly last: TurnId | null;
  readonly state: OriginState;
};

export type OriginState =
  | { readonly kind: 'fetching' }
  | { readonly kind: 'fetched' }
  /** The agent goes on with it, but cannot tell what was said. */
  | { readonly kind: 'untold' }
  /** Something is missing. `failure` null: a person, or the end of the app, stopped it. */
  | { readonly kind: 'incomplete'; readonly failure: Failure | null };

/** What a session's agent can tell of a conversation that it has. */
export type AgentSessionInfo = {
  readonly agentSession: string;
  /** Absolute path on the agent's machine. */
  readonly folder: string;
  /** Of one line; empty when the agent gives none. */
  readonly title: string;
  /** Epoch ms; null when the agent does not say. */
  readonly changedAt: number | null;
  /** The session here that goes on with it already. `deleted`: it lies in the bin. */
  readonly held: { readonly session: SessionId; readonly deleted: boolean } | null;
};

/** `next` continues the list; null at its end. `omitted`: how many of this page were left out for being too many. */
export type AgentSessionsPage = {
  readonly sessions: readonly AgentSessionInfo[];
  readonly next: string | null;
  readonly omitted: number;
};

export type AgentSessionsRefusal =
  | { readonly code: 'unknown-agent' }
  | { readonly code: 'cannot-list' } // it keeps no list, or does not show it
  | { readonly code: 'agent-failed'; readonly failure: Failure }; // it could not be asked

/** The one time that all of a fetched history carries, since nobody knows when each part was said; null: there is none. */
export const fetchedAt = ({ origin, createdAt }: { readonly origin?: Origin; readonly createdAt: number }) =>
  origin ? (origin.changedAt ?? createdAt) : null;

export const isFetching = ({ origin }: { readonly origin?: Origin | undefined }): boolean =>
  origin?.state.kind === 'fetching';
