import type { SessionEvent } from '../../protocol/event.ts';
import type { AgentSession, TurnWrite } from './ports.ts';

/** What is to happen to one session, all at once or not at all. */
export type Change = {
  readonly events: readonly SessionEvent[];
  /** Events on items of a branch that is not shown: their rows change, and nobody sees it. */
  readonly elsewhere?: readonly SessionEvent[];
  /** Absent: unchanged. */
  readonly agentSession?: AgentSession | null;
  /** What events do not say of the tree of turns. */
  readonly turns?: readonly TurnWrite[];
  /** Streamed output may lose its last flush on power loss; all else is durable. */
  readonly streamed?: true;
};
