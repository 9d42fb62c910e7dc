import type { PlanEntry, ToolCall, ToolCallUpdate } from '@agentclientprotocol/sdk';
import type { Result } from '../../../protocol/result.ts';
import type { Shape } from '../shape.ts';
import type { ToolRequest } from './tool-client.ts';

/** All that a running runbook can do to the world. Refusals are sentences for a person. */
export interface RunbookHost {
  /** What the client at the other end offers. */
  readonly offers: { readonly terminal: boolean; readonly write: boolean; readonly agents: boolean };
  /** The next piece of what is told. */
  say(text: string): Promise<void>;
  think(text: string): Promise<void>;
  /** A name for the conversation. */
  title(text: string): Promise<void>;
  plan(entries: readonly PlanEntry[]): Promise<void>;
  startTool(call: ToolCall): Promise<void>;
  updateTool(update: ToolCallUpdate): Promise<void>;
  /** Null when the question was withdrawn or the run was cancelled. */
  ask(call: ToolCallUpdate, options: readonly Choice[], signal: AbortSignal): Promise<Answer | null>;
  /** Null when there is no such file. `path` is absolute. */
  readFile(path: string): Promise<Result<string | null, string>>;
  writeFile(path: string, text: string): Promise<Result<null, string>>;
  openTerminal(command: string, args: readonly string[]): Promise<Result<Terminal, string>>;
  /** Asks the app for what an agent may do with others; refused also when `signal` ends it. */
  callTool(request: ToolRequest, signal: AbortSignal): Promise<Result<Shape, string>>;
}

export type Answer = 'once' | 'always' | 'reject';
export type Choice = { readonly answer: Answer; readonly name: string };

/** A running command; whoever opened it releases it. */
export type Terminal = {
  readonly id: string;
  readonly ended: Promise<Result<Exit, string>>;
  /** What it wrote; the end of it, when that is much. */
  output(): Promise<Result<string, string>>;
  /** Resolves when the client has taken the order. */
  kill(): Promise<void>;
  release(): Promise<void>;
};

export type Exit = { readonly code: number | null; readonly signal: string | null };
