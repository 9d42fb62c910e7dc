import type { Attachment } from '../../protocol/attachment.ts';
import type { FormAnswer, FormAsk, FormFault } from '../../protocol/form.ts';
import type { AgentId, RequestId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { AgentOption, OptionValue } from '../../protocol/option.ts';
import type { OriginState } from '../../protocol/origin.ts';
import type { PermissionAnswer, PermissionOption } from '../../protocol/permission.ts';
import type { AgentCommand } from '../../protocol/slash.ts';
import type { LivePhase, Outcome } from '../../protocol/turn.ts';
import type { Money, Tokens } from '../../protocol/usage.ts';
import type { AgentSession } from './ports.ts';
import type { AgentUpdate, Replayed } from './update.ts';

/** Runs turns. Calls return at once; all that happens comes back through `TurnReports`. */
export interface TurnRunner {
  start(run: TurnRun): void;
  /** Begins a turn that waits in the line at once. Does nothing when it does not wait. */
  runAlongside(turnId: TurnId): void;
  /** Asks the agent to stop; the turn ends when it really has, or was ended by force. */
  stop(turnId: TurnId): void;
  /** Ends the agent by force; the turn ends with it. */
  terminate(turnId: TurnId): void;
  /** Ends one program that the agent runs through us. Does nothing when there is none of that id. */
  interruptTerminal(sessionId: SessionId, terminal: string): void;
  /** Tells the agent what was chosen, when the session is open in a process; else the next turn does. */
  configure(sessionId: SessionId, optionId: string, value: OptionValue): void;
  answer(sessionId: SessionId, requestId: RequestId, answer: PermissionAnswer): void;
  answerForm(sessionId: SessionId, requestId: RequestId, answer: FormAnswer): void;
  /** Has the agent tell what was said in a conversation that was begun elsewhere. */
  fetch(run: FetchRun): void;
  /** Ends that; nothing more of it is reported. Does nothing when nothing is being fetched. */
  stopFetching(sessionId: SessionId): void;
  /** The session went into the bin: its agent may forget it. */
  release(sessionId: SessionId): void;
}

export type TurnRun = {
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly prompt: string;
  /** What goes with it; absent: nothing. */
  readonly attachments?: readonly Attachment[];
  /** The session whose agent asks it; absent: a person does. */
  readonly from?: SessionId;
  /** The agent session that knows the conversation so far; null when none does. */
  readonly agentSession: AgentSession | null;
  /** What the agent is to be told before the prompt: option by id. */
  readonly wanted: Readonly<Record<string, OptionValue>>;
};

/** `fetch` names the attempt: its reports come under that id. */
export type FetchRun = {
  readonly sessionId: SessionId;
  readonly fetch: TurnId;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly agentSession: string;
};

/** How a runner tells what happened. Everything of a session goes through here, in order. */
export interface TurnReports {
  /**
   * Records and publishes. Answers undefined when that is done, or a promise when the disk is failing: then nothing
   * more may be read from this agent until it resolves. Nothing given here is lost while the host lives.
   */
  report(sessionId: SessionId, turnId: TurnId, report: Report): Promise<void> | undefined;
  /** The conversation so far as plain text, for an agent that cannot load it; empty when there is none. */
  transcript(sessionId: SessionId, beforeTurn: TurnId): string;
  /**
   * The whole conversation of another session that a prompt of this one mentions, as plain text, the end of it if it is
   * long. Undefined when there is none to be had: nobody hears of an aside, and none of itself.
   */
  mentioned(sessionId: SessionId, other: SessionId): MentionedSession | undefined;
  /** Whether a copy of this agent session, made now, would know no more than the turn that is to run in it. */
  mayCopy(sessionId: SessionId, agentSession: string): boolean;
  /** Whether a turn that has its place may begin: what its tree takes may have reached a limit while it waited. */
  mayBegin(sessionId: SessionId): boolean;
  /** Where sub-agents are shown that an agent leads itself. */
  readonly native: NativeDesk;
  /** What came of an option, and what the agent understands, whether or not a turn runs. */
  configured(sessionId: SessionId, configured: Configured): void;
}

/** Shows sub-agents that an agent leads itself, each as a child of the session in which the agent announces it. */
export interface NativeDesk {
  /**
   * The session that shows it, with its folder: the one that it had, else, with `make`, a new one under the last turn of
   * the parent. Undefined when there is none, it lies in the bin, or none can be made.
   */
  place(
    parent: SessionId,
    told: NativeTold,
    make: boolean,
  ): { readonly session: SessionId; readonly folder: string } | undefined;
  /** What is said anew of it. */
  tell(session: SessionId, told: NativeTold): void;
  /** Opens a turn in it, which no runner runs; `task`: what the first one is for. Undefined when it takes none. */
  begin(session: SessionId, task: string | null): TurnId | undefined;
}

/** `folder` null: that of its parent. Absent: as it was. */
export type NativeTold = {
  readonly agentSession: string;
  readonly title?: string;
  readonly folder?: string | null;
  readonly canStop?: boolean;
};

/** `transcript` is empty while nothing was said. */
export type MentionedSession = { readonly title: string; readonly transcript: string };

/** `options`: all that the agent now offers. `refused`: in the agent's own words. `commands`: all that it now understands. */
export type Configured =
  | { readonly type: 'options'; readonly optionId: string; readonly options: readonly AgentOption[] }
  | { readonly type: 'refused'; readonly optionId: string; readonly text: string }
  | { readonly type: 'commands'; readonly commands: readonly AgentCommand[] };

export type Report =
  | { readonly type: 'moved'; readonly phase: LivePhase }
  /**
   * The agent session that this turn runs in: the one it had, still open or opened again, a new one that knows nothing, one that was given the
   * transcript, or the agent's own copy of another one. `options`: what may be chosen in it; null when it did not say.
   * `count`: where the agent's count of the cost stood before the turn, when it said so in this process.
   */
  | {
      readonly type: 'attached';
      readonly agentSession: string;
      readonly how: 'kept' | 'reopened' | 'new' | 'handed-over' | 'forked';
      readonly options: readonly AgentOption[] | null;
      readonly count?: Money;
    }
  /** Pictures that the agent was given the paths of, because it cannot look at them. */
  | { readonly type: 'linked'; readonly names: readonly string[] }
  /** The children that the turn now waits for. */
  | { readonly type: 'awaiting'; readonly children: readonly SessionId[] }
  /** The agent's program holds so much memory that a person should know. */
  | { readonly type: 'heavy'; readonly bytes: number }
  | { readonly type: 'updates'; readonly updates: readonly AgentUpdate[] }
  /** Of a history that is fetched; the turn of the report is then the name of that attempt. */
  | { readonly type: 'replayed'; readonly steps: readonly Replayed[] }
  | {
      readonly type: 'fetched';
      readonly state: Exclude<OriginState, { readonly kind: 'fetching' }>;
      /** What may be chosen in the conversation; null when it did not say. */
      readonly options: readonly AgentOption[] | null;
    }
  | { readonly type: 'asked'; readonly question: Question }
  /** The agent took its question back. */
  | { readonly type: 'withdrawn'; readonly requestId: RequestId }
  | { readonly type: 'form-asked'; readonly question: FormQuestion }
  /** Nobody needs to answer any more: the agent took the form back, or says that what a link is for was done. */
  | { readonly type: 'form-closed'; readonly requestId: RequestId; readonly how: 'sent' | 'cancelled' }
  /** The agent asked for what cannot be shown, and was told so. */
  | { readonly type: 'form-refused'; readonly fault: FormFault }
  /** `tokens`: what the turn took, as its agent says; absent when it does not. */
  | { readonly type: 'ended'; readonly outcome: Outcome; readonly tokens?: Tokens };

/** A form before it has its place in a turn. */
export type FormQuestion = { readonly id: RequestId; readonly message: string; readonly ask: FormAsk };

/** A permission request before it has its place in the transcript. */
export type Question = {
  readonly id: RequestId;
  /** The tool call that it is about; made when it is not known yet. */
  readonly call: string;
  readonly title: string;
  readonly command: string | null;
  readonly folder: string;
  readonly options: readonly PermissionOption[];
};
