import { z } from 'zod';
import { Attachments, type PROMPT_BYTES_MAX } from './attachment.ts';
import { Budget, type OverBudget } from './budget.ts';
import { FormAnswer } from './form.ts';
import type { SessionKind } from './head.ts';
import { AgentId, ItemId, RequestId, RollbackId, RuleId, SessionId, TurnId } from './ids.ts';
import type {
  BRANCHES_MAX,
  CHILDREN_MAX,
  PROMPT_CHARS_MAX,
  QUEUE_CHARS_MAX,
  QUEUE_PROMPTS_MAX,
  RULES_MAX,
  SIDE_SESSIONS_MAX,
  TITLE_CHARS_MAX,
} from './limits.ts';
import { AgentSessionId } from './origin.ts';
import { type DecidedBy, POLICIES, type Verdict } from './permission.ts';
import { Progress, SUMMARY_CHARS_MAX } from './progress.ts';
import { Relationship } from './relationship.ts';
import { Worktree } from './worktree.ts';

/** Long enough for every file system; a path that is longer is a mistake. */
const FOLDER_CHARS_MAX = 4096;

const forSession = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), sessionId: SessionId, ...shape });

/** What is asked, with the files that go with it; either may be empty, but not both. */
const PROMPTED = { text: z.string(), attachments: Attachments.optional() };
/** `from`: the session whose agent asks it; absent: a person does. */
const SENT = { ...PROMPTED, from: SessionId.optional() };

const OptionId = z.string().min(1).max(256);
const OptionValue = z.union([z.string().max(1024), z.boolean()]);

/**
 * Everything that can be asked of a session. There is no other door: clicks, links, tools and distant operators
 * all send one of these. Ids are the caller's, so that sending a command twice does it once.
 */
export const Command = z.discriminatedUnion('type', [
  forSession('create', {
    agentId: AgentId,
    folder: z.string().min(1).max(FOLDER_CHARS_MAX),
    /** Absent: a main session. A child's is recorded, and known to its parent, with the session itself. */
    relationship: Relationship.optional(),
    /** What is asked of a child, in few words: its first title. */
    description: z.string().max(1024).optional(),
    /** Absent ones keep the agent's own default. */
    options: z.record(OptionId, OptionValue).optional(),
    /** What a turn spawns is held to no more than its parent allows. */
    policy: z.enum(POLICIES).optional(),
    /** The work tree that was made for it, in which its folder lies. */
    worktree: Worktree.optional(),
  }),
  forSession('prompt', { turnId: TurnId, ...SENT }),
  /** Like `prompt` when nothing runs and nothing waits; else it waits for its turn. */
  forSession('queue', { turnId: TurnId, ...SENT }),
  /** Stops the running turn and sends this instead; also for a prompt that is queued already. */
  forSession('steer', { turnId: TurnId, ...SENT }),
  forSession('edit-queued', { turnId: TurnId, ...PROMPTED }),
  /** Puts a queued prompt before another one, or last for null. */
  forSession('move-queued', { turnId: TurnId, before: TurnId.nullable() }),
  forSession('unqueue', { turnId: TurnId }),
  /** Lets a held queue go on. */
  forSession('release-queue', {}),
  /** Goes on where the last turn was interrupted, stopped or failed, without a new prompt of the person's. */
  forSession('resume', { turnId: TurnId }),
  /** Sends the last prompt once more, as a new turn. */
  forSession('retry', { turnId: TurnId }),
  /** Begins a turn that stands in the line at once, beside those that it waits for. */
  forSession('run-alongside', { turnId: TurnId }),
  /** `tree`: also what runs in the sessions below it, deepest first; then it does not matter whether it runs itself. */
  forSession('stop', {
    tree: z.boolean().optional(),
    /** The session whose agent asks for it; absent: a person does. */
    by: SessionId.optional(),
  }),
  /** Ends the agent of the running turn by force, at once; `tree` as with `stop`. */
  forSession('terminate', { tree: z.boolean().optional() }),
  /** Ends one program that the running turn shows, and nothing else. */
  forSession('interrupt-terminal', { itemId: ItemId, key: z.string().max(256) }),
  /** Asks something else instead of an earlier prompt: `turnId` becomes its sibling, and runs. */
  forSession('edit', { turnId: TurnId, of: TurnId, ...PROMPTED }),
  /** Makes the branch of this turn the active path, down to its newest leaf. */
  forSession('switch-branch', { turnId: TurnId }),
  /** Takes this turn and all that follows it back, with the sessions that they spawned. */
  forSession('rollback', { rollbackId: RollbackId, turnId: TurnId }),
  /** The same from the first turn on: the session stays, the agent begins anew. */
  forSession('clear', { rollbackId: RollbackId }),
  forSession('undo-rollback', { rollbackId: RollbackId }),
  /** Makes a main session of its own of the path up to and with this turn. */
  forSession('fork', { turnId: TurnId, newSessionId: SessionId }),
  /**
   * A main session that goes on in a conversation which the agent has from elsewhere. Its history is fetched; the
   * answer does not wait for that.
   */
  forSession('take-over', {
    agentId: AgentId,
    folder: z.string().min(1).max(FOLDER_CHARS_MAX),
    agentSession: AgentSessionId,
    title: z.string().max(1024).optional(),
    /** Epoch ms of its last change, as the agent's list has it. */
    changedAt: z.number().int().nonnegative().nullable().optional(),
  }),
  /** Fetches a history again that was not fetched to its end; what is there of it goes. */
  forSession('fetch-again', {}),
  forSession('set-option', { optionId: OptionId, value: OptionValue }),
  forSession('set-policy', { policy: z.enum(POLICIES) }),
  /** It allows what its parent does from now on, whatever that comes to be. */
  forSession('inherit-policy', {}),
  /** What the tree that begins here may take from now on; its other sessions have none of their own. */
  forSession('set-budget', { budget: Budget }),
  /** Puts away how the last turn ended. */
  forSession('clear-error', {}),
  forSession('pin', { pinned: z.boolean() }),
  forSession('archive', { archived: z.boolean() }),
  forSession('mark', { unread: z.boolean() }),
  forSession('answer', {
    requestId: RequestId,
    optionId: z.string(),
    /** Makes a rule of this id of it, which answers the same question from then on. */
    remember: RuleId.optional(),
    /** What the window that a person answered in calls itself. */
    window: z.string().max(64).optional(),
  }),
  /** Values that do not fit the form are refused, and the form stays open. */
  forSession('answer-form', { requestId: RequestId, answer: FormAnswer }),
  /** By its agent when that is said: then it counts until a person names the session. */
  forSession('rename', { title: z.string(), by: z.enum(['person', 'agent']).optional() }),
  /** What its agent says that its work comes to; empty takes it back. */
  forSession('set-summary', { summary: z.string().max(SUMMARY_CHARS_MAX) }),
  /** How far its agent says that the running turn is. */
  forSession('report-progress', { progress: Progress }),
  /** With the sessions below it. A side session is gone at once, all others wait in the bin. */
  forSession('delete', {}),
  /** `children`: with the sessions that went into the bin together with it. */
  forSession('restore', { children: z.boolean() }),
]);
export type Command = z.infer<typeof Command>;

/** An expected no. Each has its data; the renderer's words turn it into a sentence. */
export type Refusal =
  | { readonly code: 'closed' } // the app is being ended and takes nothing more
  | { readonly code: 'unknown-session' }
  | { readonly code: 'session-exists' } // the id is taken by a session with another agent or folder
  | { readonly code: 'session-deleted' }
  | { readonly code: 'session-hidden'; readonly kind: SessionKind } // children and asides are opened by asking for them
  | { readonly code: 'unknown-parent' } // no such session, or it lies in the bin
  | { readonly code: 'asker-stopping' } // by the turn of another session that is being stopped
  | { readonly code: 'unknown-turn' } // of this session, or it was taken back
  | { readonly code: 'not-for-kind'; readonly kind: SessionKind }
  | { readonly code: 'not-for-native' } // its agent leads it itself, and nobody else prompts it
  | { readonly code: 'native-unstoppable'; readonly parent: string | null } // its agent does not let it be stopped by itself; `parent`: what the session above it is called, if that runs
  | { readonly code: 'children-busy'; readonly titles: readonly string[] } // sessions below it have running turns
  | { readonly code: 'too-many-branches'; readonly maxBranches: typeof BRANCHES_MAX }
  | { readonly code: 'too-many-children'; readonly maxChildren: typeof CHILDREN_MAX }
  | { readonly code: 'over-budget'; readonly over: OverBudget; readonly root: SessionId } // the tree has reached a limit; the root has the budget
  | { readonly code: 'budget-of-root'; readonly root: SessionId } // a budget is set in the root of the tree
  | { readonly code: 'too-many-asides'; readonly maxAsides: typeof SIDE_SESSIONS_MAX }
  | { readonly code: 'already-held'; readonly session: SessionId; readonly deleted: boolean } // another session goes on with it
  | { readonly code: 'taking-over' } // what was said before is being fetched
  | { readonly code: 'nothing-to-fetch' } // it is all there, or the conversation went on
  | { readonly code: 'rolling-back' }
  | { readonly code: 'nothing-to-roll-back' }
  | { readonly code: 'nothing-to-undo' } // it was undone already, or is too long ago
  | { readonly code: 'nothing-to-clear' }
  | { readonly code: 'unknown-agent'; readonly agentId: AgentId }
  | { readonly code: 'folder-missing'; readonly folder: string }
  | { readonly code: 'empty-prompt' }
  | { readonly code: 'prompt-too-long'; readonly maxChars: typeof PROMPT_CHARS_MAX }
  | { readonly code: 'attachments-too-large'; readonly maxBytes: typeof PROMPT_BYTES_MAX }
  | { readonly code: 'unknown-attachment'; readonly name: string } // it was never stored, or is kept no longer
  | { readonly code: 'queue-full'; readonly maxPrompts: typeof QUEUE_PROMPTS_MAX }
  | { readonly code: 'queue-too-long'; readonly maxChars: typeof QUEUE_CHARS_MAX }
  | { readonly code: 'not-queued' } // it was sent or taken back meanwhile
  | { readonly code: 'named-by-person' } // an agent's name for it does not count any more
  | { readonly code: 'empty-title' }
  | { readonly code: 'title-too-long'; readonly maxChars: typeof TITLE_CHARS_MAX }
  | { readonly code: 'busy' } // a turn is running
  | { readonly code: 'nothing-running' }
  | { readonly code: 'not-waiting' } // that turn has begun, or is over
  | { readonly code: 'nothing-to-resume' }
  | { readonly code: 'nothing-to-retry' }
  | { readonly code: 'already-answered'; readonly verdict?: Verdict; readonly by?: DecidedBy } // absent: it is not known how
  | { readonly code: 'not-rememberable' } // no rule can be made of this question
  | { readonly code: 'too-many-rules'; readonly maxRules: typeof RULES_MAX }
  | { readonly code: 'unknown-option' }
  | { readonly code: 'form-unfit'; readonly fields: readonly string[] } // what the fields are called whose values do not fit
  | { readonly code: 'not-offered'; readonly option: string } // the agent has the option, but not with this value
  | { readonly code: 'disk-failing'; readonly message: string }; // nothing was changed
