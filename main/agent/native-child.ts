import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { Outcome } from '../../protocol/turn.ts';
import type { Tokens } from '../../protocol/usage.ts';
import type { Clock } from '../clock.ts';
import type { NativeDesk, NativeTold, Report } from '../session/runner-ports.ts';
import { Attempt } from './attempt.ts';
import type { Conversation } from './conversation.ts';
import type { SubagentNews, SubagentState } from './parse-subagent.ts';
import { STOP_GRACE_MS } from './prompt.ts';
import type { Shape } from './shape.ts';

export type NativeChildPorts = {
  readonly clock: Clock;
  readonly desk: () => NativeDesk;
  report(session: SessionId, turn: TurnId, report: Report): void;
  notify(method: string, params: Shape): void;
  /** Whether a question of this session waits for a person. */
  isAsking(session: SessionId): boolean;
};

/**
 * A sub-agent that its agent leads itself. Nobody prompts it here: it has a turn from when it is said to work, or says
 * something for the first time, until it is said to be idle, or nobody can know that any more.
 */
export class NativeChild {
  readonly session: SessionId;
  /** The conversation that it was announced in. */
  readonly parent: Conversation;
  readonly conversation: Conversation;
  readonly #ports: NativeChildPorts;
  /** What it is for, as was last said. */
  #title: string | null = null;
  #description: string | null = null;
  #canStop = false;
  /** The agent has said that it works, and nothing else since. */
  #sure = false;
  #stopping = false;
  #turn: TurnId | undefined;

  constructor(session: SessionId, parent: Conversation, conversation: Conversation, ports: NativeChildPorts) {
    this.session = session;
    this.parent = parent;
    this.conversation = conversation;
    this.#ports = ports;
  }

  /** The turn that runs. */
  get turn(): TurnId | undefined {
    return this.#turn;
  }

  /** What was said of it; of what it does only once its parent's turn has begun: before, the agent repeats itself. */
  hear(news: SubagentNews): void {
    if (news.title !== undefined) this.#title = news.title;
    if (news.description !== undefined) this.#description = news.description;
    this.#canStop = news.canStop ?? this.#canStop;
    this.#ports.desk().tell(this.session, toldBy(news, this.#title ?? this.#description));
    if (news.state && this.parent.begunAt > 0) this.#be(news.state);
  }

  /** It is about to say something for the first time, or asks: then it works, whatever was said of it. */
  wake(asks: boolean): void {
    const first = this.conversation.begunAt === 0;
    if (this.#turn === undefined && (first || asks) && this.parent.begunAt > 0) this.#begin();
  }

  /** Asks the agent to stop it, where the agent allows that. */
  stop(): void {
    const turn = this.#turn;
    if (turn === undefined || !this.#canStop) return;
    this.#stopping = true;
    this.#ports.notify('session/cancel', { sessionId: this.conversation.agentSession });
    void this.conversation.interrupt();
    this.#ports.clock.after(STOP_GRACE_MS, () => {
      if (this.#turn === turn) this.#end({ kind: 'stopped' });
    });
  }

  /** Its parent's turn is over: what is not known to go on is taken for done. */
  parentRested(): void {
    if (!this.#sure && !this.#ports.isAsking(this.session)) this.#end({ kind: 'completed' });
  }

  /** Nothing more will be heard of it. */
  lost(by: 'agent-ended' | 'agent-unsure'): void {
    this.#end({ kind: 'interrupted', by });
  }

  #be(state: SubagentState): void {
    this.#sure = state.kind === 'working';
    if (state.kind === 'working' && this.#turn === undefined) this.#begin();
    if (state.kind === 'idle') this.#end(this.#stopping ? { kind: 'stopped' } : state.outcome, state.tokens);
    if (state.kind === 'unsure' && !this.#ports.isAsking(this.session)) this.lost('agent-unsure');
  }

  /** Without a turn, as when the disk takes nothing, what it says is passed over until there is one. */
  #begin(): void {
    const turn = this.#ports.desk().begin(this.session, this.#description ?? this.#title);
    if (turn === undefined) return;
    this.#turn = turn;
    this.#stopping = false;
    this.conversation.begin(new Attempt((report) => this.#ports.report(this.session, turn, report)));
  }

  #end(outcome: Outcome, tokens: Tokens | null = null): void {
    const turn = this.#turn;
    if (turn === undefined) return;
    this.#turn = undefined;
    this.#sure = false;
    this.conversation.finish();
    this.#ports.report(this.session, turn, { type: 'ended', outcome, ...(tokens && { tokens }) });
  }
}

/** What its session is told: only what is new. */
export function toldBy(news: SubagentNews, title: string | null): NativeTold {
  const named = news.title !== undefined || news.description !== undefined;
  return {
    agentSession: news.agentSession,
    ...(named && title !== null && { title }),
    ...(news.folder !== undefined && { folder: news.folder }),
    ...(news.canStop !== undefined && { canStop: news.canStop }),
  };
}
