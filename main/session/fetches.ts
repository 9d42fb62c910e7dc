import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { isFetching } from '../../protocol/origin.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { SessionActor } from './actor.ts';
import type { CreationPorts } from './creation.ts';
import type { LiveSessions } from './live.ts';
import type { SessionCommit } from './ports.ts';
import type { Report, TurnRunner } from './runner-ports.ts';
import { fetchedAgain, fetchRunOf, takenOver } from './taking-over.ts';

export type FetchPorts = {
  readonly family: CreationPorts;
  readonly live: LiveSessions;
  readonly runner: Pick<TurnRunner, 'fetch' | 'stopFetching'>;
  newUlid(): string;
  /** Lists learn of a new session. */
  announce(added: SessionCommit & { readonly head: Head }): void;
  report(session: SessionId, fetch: TurnId, report: Report): void;
};

/** Sessions that go on in a conversation of the agent's own, whose history is fetched from it. */
export class Fetches {
  readonly #ports: FetchPorts;

  constructor(ports: FetchPorts) {
    this.#ports = ports;
  }

  takeOver(command: Extract<Command, { type: 'take-over' }>): Result<{ readonly seq: number }, Refusal> {
    const { live, family, newUlid, announce } = this.#ports;
    const known = live.find(command.sessionId)?.actor;
    if (known) {
      const same = known.head.agentId === command.agentId && known.head.origin?.agentSession === command.agentSession;
      return same ? ok({ seq: known.ring.seq }) : refuse({ code: 'session-exists' });
    }
    const taken = takenOver(command, family, newUlid);
    if (!taken.ok) return taken;
    const recorded = live.commit([], [taken.value]);
    if (!recorded.ok) return recorded;
    announce(taken.value);
    this.#begin(taken.value.head);
    return ok({ seq: 0 });
  }

  again(actor: SessionActor): Result<void, Refusal> {
    if (isFetching(actor.head)) return ok(undefined);
    const change = fetchedAgain(actor.head, this.#ports.family.store, this.#ports.newUlid);
    if (!change.ok) return change;
    const recorded = this.#ports.live.commit([{ actor, change: change.value }]);
    if (recorded.ok) this.#begin(actor.head);
    return recorded;
  }

  /** What came so far stays, and can be fetched anew. */
  stop(head: Head): Result<void, Refusal> {
    this.#ports.runner.stopFetching(head.id);
    this.cutOff(head);
    return ok(undefined);
  }

  /** Nothing more comes of a fetch that is under way. */
  cutOff({ id, origin }: Head): void {
    if (origin?.state.kind !== 'fetching') return;
    const state = { kind: 'incomplete', failure: null } as const;
    this.#ports.report(id, origin.fetch, { type: 'fetched', state, options: null });
  }

  #begin(head: Head): void {
    this.#ports.live.find(head.id); // it stays while it is being fetched
    const run = fetchRunOf(head);
    if (run) this.#ports.runner.fetch(run);
  }
}
