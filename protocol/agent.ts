import { z } from 'zod';
import { AgentId, CatalogId } from './ids.ts';
import { TURNS_PER_FOLDER_MAX } from './limits.ts';
import { SECRET_CHARS_MAX, SECRETS_MAX, VariableName } from './secret.ts';
import type { Failure } from './turn.ts';

/** More than the environment of any shell has. */
export const VARIABLES_MAX = 256;

const upTo = (max: number) => (variables: Readonly<Record<string, string>>) => Object.keys(variables).length <= max;
const TOO_MANY = { error: 'Too many variables' };

/** A program that speaks the Agent Client Protocol over stdio, as a person configures it. */
export const CustomAgent = z.object({
  id: AgentId,
  name: z.string().trim().min(1).max(64),
  command: z.string().trim().min(1).max(4096),
  args: z.array(z.string().max(8192)).max(64),
  /** Added to the environment that programs get from Skein. */
  env: z.record(VariableName, z.string().max(32_768)).refine(upTo(VARIABLES_MAX), TOO_MANY),
  /** Variables whose values are kept apart, out of everybody's sight; it is not started without them. */
  secrets: z.array(VariableName).max(SECRETS_MAX).optional(),
  /** How many of its turns may run in one folder at once. Absent: 1, so that no two change the same files. */
  turnsPerFolder: z.int().min(1).max(TURNS_PER_FOLDER_MAX).optional(),
  /** Whether one process of it may run several turns at once. Absent: it may not, and each turn gets its own. */
  concurrentPrompts: z.boolean().optional(),
  /** Whether it is offered to read and write files through Skein. Absent: it is. */
  clientFiles: z.boolean().optional(),
  /** Whether it is told that sub-agents of its own can be shown here, a draft of the protocol. Absent: it is not. */
  nativeSubagents: z.boolean().optional(),
  /** The catalog's entry that it was made from. Absent: a person wrote it. */
  catalog: CatalogId.optional(),
});
export type CustomAgent = z.infer<typeof CustomAgent>;

/** An agent to try; `typed` are values of its secrets that were not kept yet. */
export const AgentTrial = CustomAgent.extend({
  typed: z.record(VariableName, z.string().max(SECRET_CHARS_MAX)).refine(upTo(SECRETS_MAX), TOO_MANY).optional(),
});
export type AgentTrial = z.infer<typeof AgentTrial>;

/** An agent as lists and pickers show it. */
export type Agent =
  | { readonly kind: 'built-in'; readonly id: AgentId; readonly name: string }
  | ({ readonly kind: 'custom' } & CustomAgent);

/** What a trial run of an agent found out. */
export type AgentTest =
  | {
      readonly kind: 'works';
      readonly name: string;
      readonly version: string;
      readonly protocolVersion: number;
      readonly can: readonly AgentAbility[];
      readonly ms: number;
    }
  | { readonly kind: 'fails'; readonly failure: Failure };

export type AgentAbility =
  | 'load'
  | 'fork'
  | 'resume'
  | 'list'
  | 'close'
  | 'delete'
  | 'images'
  | 'context'
  | 'http-tools';
