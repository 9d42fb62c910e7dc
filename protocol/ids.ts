import { z } from 'zod';

/**
 * Every id is a two-letter prefix and a ULID: sortable by birth, safe in a path, a URL and a file name.
 * Whoever asks for a thing makes its id, so that asking twice cannot make two.
 */
const ULID = '[0-9A-HJKMNP-TV-Z]{26}';

const idOf = <Brand extends string>(prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-${ULID}$`))
    .brand<Brand>();

export const SessionId = idOf<'SessionId'>('se');
export type SessionId = z.infer<typeof SessionId>;

export const TurnId = idOf<'TurnId'>('tu');
export type TurnId = z.infer<typeof TurnId>;

export const ItemId = idOf<'ItemId'>('it');
export type ItemId = z.infer<typeof ItemId>;

export const RollbackId = idOf<'RollbackId'>('rb');
export type RollbackId = z.infer<typeof RollbackId>;

export const RequestId = idOf<'RequestId'>('rq');
export type RequestId = z.infer<typeof RequestId>;

export const RuleId = idOf<'RuleId'>('ru');
export type RuleId = z.infer<typeof RuleId>;

/** An agent's handle without the `@`: lower-case letters, digits and hyphens, at most 32. */
export const AgentId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .brand<'AgentId'>();
export type AgentId = z.infer<typeof AgentId>;

/** An entry of the catalog of known agents; it is also the handle that an agent made from it is offered. */
export const CatalogId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .brand<'CatalogId'>();
export type CatalogId = z.infer<typeof CatalogId>;

/** Makes the string behind a prefix; the caller brings the ULID because this folder has neither clock nor chance. */
export const sessionIdOf = (ulid: string) => `se-${ulid}` as SessionId;
export const turnIdOf = (ulid: string) => `tu-${ulid}` as TurnId;
export const itemIdOf = (ulid: string) => `it-${ulid}` as ItemId;
export const rollbackIdOf = (ulid: string) => `rb-${ulid}` as RollbackId;
export const ruleIdOf = (ulid: string) => `ru-${ulid}` as RuleId;
export const requestIdOf = (ulid: string) => `rq-${ulid}` as RequestId;
