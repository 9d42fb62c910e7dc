import type { Attachment } from './attachment.ts';
import type { FormFault } from './form.ts';
import type { ItemId, SessionId, TurnId } from './ids.ts';
import type { Decided } from './permission.ts';
import type { Text } from './text.ts';
import type { Outcome } from './turn.ts';

/** What a transcript shows. Every item is ready to be displayed: no agent's own shapes get this far. */
export type Item = PromptItem | ReplyItem | ThoughtItem | ToolItem | NoticeItem;

type Placed = {
  readonly id: ItemId;
  readonly turn: TurnId;
  /** Sort key on the active path: turn index × TURN_ITEMS_MAX + place in the turn. */
  readonly order: number;
  /** Epoch ms of birth. */
  readonly at: number;
};

export type PromptItem = Placed & {
  readonly kind: 'prompt';
  readonly text: Text;
  /** Absent: none. */
  readonly attachments?: readonly Attachment[];
  /** The session whose agent asks it; absent: a person does. */
  readonly from?: SessionId;
};

export type ReplyItem = Placed & { readonly kind: 'reply'; readonly text: Text; readonly endedAt: number | null };
export type ThoughtItem = Placed & { readonly kind: 'thought'; readonly text: Text; readonly endedAt: number | null };

/** `compact`: the agent made its conversation shorter; its text is what it keeps of it, and it has no title. */
export type ToolKind = 'read' | 'edit' | 'delete' | 'move' | 'search' | 'run' | 'think' | 'fetch' | 'compact' | 'other';
export type ToolStatus = 'pending' | 'running' | 'done' | 'failed' | 'stopped';

export type ToolItem = Placed & {
  readonly kind: 'tool';
  readonly title: string;
  readonly tool: ToolKind;
  readonly status: ToolStatus;
  /** The tool's raw input as indented JSON, or empty when the agent gave none. */
  readonly input: string;
  readonly locations: readonly Location[];
  readonly parts: readonly ToolPart[];
  /** What became of the last question about it. Absent: there was none, or it was before they were noted. */
  readonly decided?: Decided;
  readonly endedAt: number | null;
};

export type Location = { readonly path: string; readonly line: number | null };

/** What a tool shows under its head. Parts that grow have a key that is theirs for ever, so appends find them. */
export type ToolPart =
  | { readonly type: 'text'; readonly key: string; readonly text: Text }
  | {
      readonly type: 'terminal';
      readonly key: string;
      readonly command: string;
      readonly folder: string;
      readonly text: Text;
      readonly exit: Exit | null;
    }
  | ({ readonly type: 'diff' } & Diff);

/**
 * Keys of terminals that Skein runs for an agent. It can end those, and not the ones that an agent runs by itself; a
 * number behind tells how often one was shown anew.
 */
export const HOSTED_TERMINAL = /^terminal-[0-9A-HJKMNP-TV-Z]{26}(~\d+)?$/;

/** How a terminal's program ended: by itself with a code, or by a signal. Both null when nobody can say. */
export type Exit = { readonly code: number | null; readonly signal: string | null };

export type Diff = {
  readonly path: string;
  readonly change: 'added' | 'edited' | 'deleted';
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly Hunk[];
  /** Lines that were left out because the diff is longer than DIFF_LINES_MAX. */
  readonly omittedLines: number;
};

/** Lines begin with ' ', '+' or '-', as in a unified diff; line numbers count from 1. */
export type Hunk = { readonly oldStart: number; readonly newStart: number; readonly lines: readonly string[] };

/** Something to say in the transcript that neither person nor agent said. */
export type NoticeItem = Placed & { readonly kind: 'notice'; readonly notice: Notice };
export type Notice =
  | { readonly code: 'ended'; readonly outcome: Exclude<Outcome, { readonly kind: 'completed' }> } // why the turn is over
  | { readonly code: 'set-to-work' } // the agent that leads this one itself has set it to work
  | { readonly code: 'resumed' } // the turn goes on where an earlier one was interrupted
  | { readonly code: 'handed-over' } // a new agent session was given the transcript
  /** The conversation was begun elsewhere; what came before this was fetched from the agent, wholly or in part. */
  | { readonly code: 'taken-over'; readonly history: 'fetched' | 'untold' | 'incomplete' }
  | { readonly code: 'forked' } // the agent itself made a copy of the conversation and goes on in that
  | { readonly code: 'not-rolled-back'; readonly stuck: readonly string[]; readonly stopped: readonly string[] } // titles of what would not stop, and of what did
  | { readonly code: 'heavy'; readonly bytes: number } // the agent's program, and all that it started, hold so much memory
  | { readonly code: 'sent-as-links'; readonly names: readonly string[] } // pictures that the agent cannot look at: it got their paths
  | { readonly code: 'option-refused'; readonly option: string; readonly text: string } // the agent's words
  | { readonly code: 'form-refused'; readonly fault: FormFault } // the agent asked for what cannot be shown whole
  | { readonly code: 'from-agent'; readonly level: 'info' | 'warning' | 'error'; readonly text: string };
