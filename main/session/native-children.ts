import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import { itemIdOf, type SessionId, sessionIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { childTitle } from '../../protocol/relationship.ts';
import { textOf } from '../../protocol/text.ts';
import { isActive, type Turn } from '../../protocol/turn.ts';
import type { Logger } from '../log/log.ts';
import type { SessionActor } from './actor.ts';
import { type CreationPorts, creationOf } from './creation.ts';
import type { Part } from './family.ts';
import type { LiveSessions } from './live.ts';
import type { SessionCommit } from './ports.ts';
import type { NativeDesk, NativeTold } from './runner-ports.ts';

export type NativeChildrenPorts = {
  readonly family: CreationPorts;
  readonly log: Logger;
  newUlid(): string;
  readonly live: Pick<LiveSessions, 'commit'>;
  announce(added: SessionCommit & { readonly head: Head }): void;
};

/** The sessions of sub-agents that agents lead themselves: children like all others, whose turns no runner runs. */
export class NativeChildren implements NativeDesk {
  readonly #ports: NativeChildrenPorts;

  constructor(ports: NativeChildrenPorts) {
    this.#ports = ports;
  }

  place(parent: SessionId, told: NativeTold, make: boolean) {
    const known = this.#ports.family.store
      .childrenOf(parent)
      .find(({ native }) => native?.agentSession === told.agentSession);
    if (known) this.#ports.family.actor(known.id)?.forgetCalls();
    const head = known ?? (make ? this.#make(parent, told) : undefined);
    return head?.deletedAt === null ? { session: head.id, folder: head.folder } : undefined;
  }

  tell(session: SessionId, told: NativeTold): void {
    const actor = this.#ports.family.actor(session);
    if (!actor?.head.native) return;
    const events = newsOf(actor.head, told);
    if (events.length > 0) this.#record('what an agent says of a sub-agent', { actor, change: { events } });
  }

  begin(session: SessionId, task: string | null): TurnId | undefined {
    const actor = this.#ports.family.actor(session);
    if (!actor?.head.native || actor.head.deletedAt !== null || isActive(actor.head.turn)) return undefined;
    const id = turnIdOf(this.#ports.newUlid());
    const events = this.#opening(actor, id, actor.head.turn === null ? task : null);
    return this.#record('a turn of a sub-agent', { actor, change: { events } }) ? id : undefined;
  }

  #make(parent: SessionId, told: NativeTold): Head | undefined {
    const { family } = this.#ports;
    const above = family.actor(parent);
    const turn = above?.head.turn;
    if (!above || !turn) return undefined;
    const folder = told.folder && family.folderExists(told.folder) ? told.folder : above.head.folder;
    const item = above.onlyCard() ?? null;
    const creation = creationOf(
      {
        ...{ type: 'create', sessionId: sessionIdOf(this.#ports.newUlid()), agentId: above.head.agentId, folder },
        relationship: { kind: 'subagent', parent, turn: turn.id, item, type: null },
        description: told.title ?? '',
      },
      family,
      'unasked',
    );
    if (!creation.ok) {
      this.#ports.log.warn('a sub-agent gets no session', { parent, code: creation.refusal.code });
      return undefined;
    }
    const { added, parts } = creation.value;
    const native = { agentSession: told.agentSession, canStop: told.canStop ?? false };
    const head: Head = { ...added.head, options: [], commands: [], native };
    const whole = { ...added, commit: { ...added.commit, head }, head };
    const recorded = this.#ports.live.commit(parts, [whole]);
    if (!recorded.ok) {
      this.#ports.log.error('a sub-agent was not recorded', { parent, code: recorded.refusal.code });
      return undefined;
    }
    this.#ports.announce(whole);
    return head;
  }

  /** It works from the start: nobody here has to wait for it. */
  #opening(actor: SessionActor, id: TurnId, task: string | null): readonly SessionEvent[] {
    const { turn, relationship } = actor.head;
    const at = this.#ports.family.now();
    const phase = { kind: 'running', heard: false } as const;
    const opened: Turn = { id, parent: turn?.id ?? null, index: turn === null ? 0 : turn.index + 1, at, phase };
    const placed = { id: itemIdOf(this.#ports.newUlid()), turn: id, order: actor.nextOrder(opened), at };
    const item =
      task === null
        ? ({ ...placed, kind: 'notice', notice: { code: 'set-to-work' } } as const)
        : ({ ...placed, kind: 'prompt', text: textOf(task), ...fromParent(relationship?.parent) } as const);
    return [
      { type: 'turn-opened', turn: opened },
      { type: 'item-added', item },
    ];
  }

  #record(what: string, part: Part): boolean {
    const recorded = this.#ports.live.commit([part]);
    if (!recorded.ok) {
      this.#ports.log.error('not recorded', { what, session: part.actor.head.id, code: recorded.refusal.code });
    }
    return recorded.ok;
  }
}

const fromParent = (from: SessionId | undefined) => (from ? { from } : {});

/** A person's name for it stays. */
function newsOf(head: Head, { title, canStop }: NativeTold): readonly SessionEvent[] {
  const { native } = head;
  const text = title === undefined ? '' : childTitle(null, title);
  const renamed = text !== '' && text !== head.title.text && head.title.by !== 'person';
  const changed = native && canStop !== undefined && canStop !== native.canStop;
  return [
    ...(renamed ? [{ type: 'renamed', title: { text, by: 'agent' } } as const] : []),
    ...(changed ? [{ type: 'native-set', native: { ...native, canStop } } as const] : []),
  ];
}
