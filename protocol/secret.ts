import { z } from 'zod';
import { AgentId } from './ids.ts';

/** Secrets of one agent: a key for each provider that it may talk to, and some. */
export const SECRETS_MAX = 16;
/** A key, a token or a certificate; what is longer is a file. */
export const SECRET_CHARS_MAX = 16 * 1024;

/** The name of an environment variable. */
export const VariableName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

export const SecretName = z.object({ agentId: AgentId, name: VariableName });
export type SecretName = z.infer<typeof SecretName>;

/** Whether an agent would get its secret. `sealed`: the system's key store holds it, and this Skein cannot ask that. */
export type SecretState = 'kept' | 'missing' | 'sealed';

/** Where secrets that are set now are kept. `path`: a file that only this user of the machine may read. */
export type SecretKeeping = { readonly kind: 'system' } | { readonly kind: 'file'; readonly path: string };

/** Nothing of a secret but that there is one. States by agent and name; a name that is not in it is missing. */
export type Secrets = {
  readonly keeping: SecretKeeping;
  readonly states: Readonly<Record<AgentId, Readonly<Record<string, SecretState>>>>;
};

/** Nothing was changed. */
export type SecretRefusal =
  | { readonly code: 'secrets-unwritable'; readonly message: string }
  /** The file holds something else; it is left for a person to look at. */
  | { readonly code: 'secrets-broken'; readonly path: string }
  | { readonly code: 'secrets-full'; readonly max: number };
