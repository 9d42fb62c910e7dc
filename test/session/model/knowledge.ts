import { expect } from 'vitest';
import type { Report, TurnRun } from '../../../main/session/runner-ports.ts';
import type { TurnId } from '../../../protocol/ids.ts';
import { type ModelSession, pathOf } from './tree.ts';
import type { World } from './world.ts';

type Started = { readonly agentSession: TurnRun['agentSession']; readonly known: ReadonlySet<TurnId> };
const NOTHING: Started = { agentSession: null, known: new Set() };

/** What each agent session has been told: an agent may not go on from words that were taken back, or said elsewhere. */
export class Knowledge {
  readonly #known = new Map<string, ReadonlySet<TurnId>>();
  /** What a turn was started with, and what that knew then: a copy is of that moment. */
  readonly #runs = new Map<string, Started>();

  /** The runner was asked for this: whatever the agent session knows is on the path, or said before the aside. */
  started(run: TurnRun, session: ModelSession, world: World): void {
    const known = run.agentSession && this.#known.get(run.agentSession.id);
    this.#runs.set(`${run.sessionId} ${run.turnId}`, { agentSession: run.agentSession, known: known ?? new Set() });
    if (!known) return;
    const parent = session.parent === null ? undefined : world.sessions.get(session.parent);
    const around = session.kind === 'side' && parent ? pathOf(parent, session.spawnedBy) : [];
    const allowed = new Set([...around, ...pathOf(session)].map((turn) => turn.id));
    const beyond = [...known].filter((turn) => !allowed.has(turn));
    expect(beyond, `${run.agentSession?.id} knows more than it may`).toEqual([]);
  }

  /** Attaches a turn to the agent session that it was started with, or to a new one. */
  attach(session: ModelSession, turn: TurnId, id: string, fresh: boolean): Extract<Report, { type: 'attached' }> {
    const { agentSession: given, known } = this.#runs.get(`${session.id} ${turn}`) ?? NOTHING;
    const kept = given !== null && !given.fork && !fresh;
    const copied = given?.fork === true && !fresh;
    const told = kept || copied ? known : pathOf(session).map((one) => one.id);
    const agentSession = kept ? given.id : id;
    this.#known.set(agentSession, new Set([...told, turn]));
    return { type: 'attached', agentSession, how: kept ? 'kept' : copied ? 'forked' : 'handed-over', options: null };
  }
}
