import type { Budget } from './budget.ts';
import type { FormAnswer, FormRequest } from './form.ts';
import type { ContextUse, Lines, Plan, Queue, RateLimit, Rollback, SessionState, Title, Undoable } from './head.ts';
import type { ItemId, RequestId, SessionId, TurnId } from './ids.ts';
import type { Diff, Exit, Item, Location, ToolKind, ToolStatus } from './item.ts';
import type { Native } from './native.ts';
import type { AgentOption } from './option.ts';
import type { Origin } from './origin.ts';
import type { Decided, Decision, PermissionAnswer, PermissionPolicy, PermissionRequest, Rule } from './permission.ts';
import type { Progress } from './progress.ts';
import type { Child } from './relationship.ts';
import type { AgentCommand } from './slash.ts';
import type { LivePhase, Outcome, Turn } from './turn.ts';
import type { TurnUsage, UsageSum } from './usage.ts';
import type { Worktree } from './worktree.ts';

/**
 * Something that happened to a session. Events carry their own times and ids, so that reducing needs neither clock
 * nor chance. Events on items are idempotent: applied again, in order and to the end, they change nothing.
 */
export type SessionEvent =
  | { readonly type: 'renamed'; readonly title: Title }
  | { readonly type: 'deleted'; readonly at: number }
  | { readonly type: 'restored' }
  | { readonly type: 'turn-opened'; readonly turn: Turn }
  | { readonly type: 'turn-moved'; readonly turn: TurnId; readonly phase: LivePhase }
  | { readonly type: 'turn-ended'; readonly turn: TurnId; readonly outcome: Outcome; readonly at: number }
  | { readonly type: 'asked'; readonly request: PermissionRequest }
  | { readonly type: 'answered'; readonly answer: PermissionAnswer; readonly decision: Decision; readonly rule?: Rule }
  /** A question that nobody was asked: a policy or a rule has allowed it. */
  | { readonly type: 'granted'; readonly optionId: string; readonly decision: Decision }
  | { readonly type: 'form-asked'; readonly form: FormRequest }
  /** What was filled in is not said: it may be secret, and is the agent's alone. */
  | { readonly type: 'form-answered'; readonly form: RequestId; readonly how: FormAnswer['kind'] }
  | { readonly type: 'plan-set'; readonly plan: Plan }
  | { readonly type: 'context-set'; readonly context: ContextUse }
  /** All that is now known of a turn's use, `at` being when it was opened, and the sum of all turns with it. */
  | {
      readonly type: 'turn-used';
      readonly turn: TurnId;
      readonly at: number;
      readonly usage: TurnUsage;
      readonly spent: UsageSum;
    }
  /** The whole queue as it now is: it is short. */
  | { readonly type: 'queue-set'; readonly queue: Queue }
  /**
   * Another branch is the active path, or the path ends earlier: the head and the end of the window as they now are.
   * What a view holds of the part that both paths share stays.
   */
  | { readonly type: 'path-changed'; readonly state: SessionState }
  | { readonly type: 'rollback-set'; readonly rollback: Rollback | null }
  | { readonly type: 'undoable-set'; readonly undoable: readonly Undoable[] }
  | { readonly type: 'child-linked'; readonly child: Child }
  /** It is gone for good. */
  | { readonly type: 'child-unlinked'; readonly session: SessionId }
  /** How far the history of a conversation that was begun elsewhere has been fetched. */
  | { readonly type: 'origin-set'; readonly origin: Origin }
  | { readonly type: 'awaiting-set'; readonly children: readonly SessionId[] }
  /** Which children do something now, as far as this session is concerned. */
  | { readonly type: 'busy-below-set'; readonly children: readonly SessionId[] }
  | { readonly type: 'budget-set'; readonly budget: Budget }
  | { readonly type: 'summary-set'; readonly summary: string }
  | { readonly type: 'progress-set'; readonly progress: Progress | null }
  | { readonly type: 'lines-set'; readonly lines: Lines }
  | { readonly type: 'worktree-set'; readonly worktree: Worktree | null }
  | { readonly type: 'native-set'; readonly native: Native }
  | { readonly type: 'options-set'; readonly options: readonly AgentOption[] }
  | { readonly type: 'commands-set'; readonly commands: readonly AgentCommand[] }
  | { readonly type: 'policy-set'; readonly policy: PermissionPolicy; readonly inherited: boolean }
  | { readonly type: 'limit-set'; readonly limit: RateLimit | null }
  | { readonly type: 'end-cleared'; readonly turn: TurnId }
  | { readonly type: 'pinned'; readonly at: number | null }
  | { readonly type: 'archived'; readonly at: number | null }
  | { readonly type: 'marked'; readonly unread: boolean }
  | ItemEvent;

export type ItemEvent =
  /** Texts of a new item are empty; what they say follows as appends. Prompts come whole. */
  | { readonly type: 'item-added'; readonly item: Item }
  | {
      readonly type: 'text-appended';
      readonly item: ItemId;
      /** Which text of a tool; null for the only text of a reply or thought. */
      readonly key: string | null;
      readonly at: number;
      readonly text: string;
    }
  | { readonly type: 'tool-updated'; readonly item: ItemId; readonly patch: ToolPatch }
  /** A reply or thought has said all; `at` null opens it again for a late word (B24). */
  | { readonly type: 'item-ended'; readonly item: ItemId; readonly at: number | null };

/** The fields that change; absent ones stay. A part with a key that is already there keeps its text. */
export type ToolPatch = {
  readonly title?: string;
  readonly tool?: ToolKind;
  readonly status?: ToolStatus;
  readonly input?: string;
  readonly locations?: readonly Location[];
  readonly parts?: readonly PartPatch[];
  readonly decided?: Decided;
  readonly endedAt?: number | null;
};

export type PartPatch =
  | { readonly type: 'text'; readonly key: string }
  | {
      readonly type: 'terminal';
      readonly key: string;
      readonly command: string;
      readonly folder: string;
      readonly exit: Exit | null;
    }
  | ({ readonly type: 'diff' } & Diff);
