import { z } from 'zod';
import type { RequestId, TurnId } from './ids.ts';
import { FORM_FIELDS_MAX, FORM_KEY_CHARS_MAX, FORM_OFFERS_MAX, FORM_VALUE_CHARS_MAX } from './limits.ts';

/** What an agent asks a person to fill in, or to do at an address, before it goes on. */
export type FormRequest = {
  readonly id: RequestId;
  readonly turn: TurnId;
  /** The agent's own words: what it needs this for. */
  readonly message: string;
  readonly ask: FormAsk;
  readonly at: number;
};

export type FormAsk =
  | {
      readonly kind: 'fields';
      readonly title: string | null;
      readonly help: string | null;
      readonly fields: readonly FormField[];
    }
  /** `url` is http or https and normalised: what is shown is what is opened. */
  | { readonly kind: 'link'; readonly url: string };

/** `key` names the value in the answer. `initial`: what the agent proposes. */
export type FormField = FieldFrame & FieldKind;

type FieldFrame = {
  readonly key: string;
  readonly label: string;
  readonly help: string | null;
  readonly required: boolean;
};

export type FieldKind =
  | TextKind
  | {
      readonly kind: 'number';
      readonly whole: boolean;
      readonly min: number | null;
      readonly max: number | null;
      readonly initial: number | null;
    }
  | { readonly kind: 'yes-no'; readonly initial: boolean }
  | { readonly kind: 'one-of'; readonly offers: readonly FormOffer[]; readonly initial: string | null }
  | {
      readonly kind: 'many-of';
      readonly offers: readonly FormOffer[];
      readonly minPicked: number | null;
      readonly maxPicked: number | null;
      readonly initial: readonly string[];
    };

/** Lengths in characters as Unicode counts them. `pattern`: one that `parsePattern` takes; it may match anywhere. */
export type TextKind = {
  readonly kind: 'text';
  readonly format: TextFormat | null;
  readonly minChars: number | null;
  readonly maxChars: number | null;
  readonly pattern: string | null;
  readonly initial: string | null;
};

/** The formats of the Agent Client Protocol (schema v1, `StringFormat`). */
export const TEXT_FORMATS = ['email', 'uri', 'date', 'date-time'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export type FormOffer = { readonly value: string; readonly name: string; readonly help: string | null };

const Value = z.union([
  z.string().max(FORM_VALUE_CHARS_MAX),
  z.number(),
  z.boolean(),
  z.array(z.string().max(FORM_VALUE_CHARS_MAX)).max(FORM_OFFERS_MAX).readonly(),
]);
export type FormValue = z.infer<typeof Value>;

/** By the key of the field. A field that was left empty is not in it. */
export const FormValues = z
  .record(z.string().max(FORM_KEY_CHARS_MAX), Value)
  .refine((values) => Object.keys(values).length <= FORM_FIELDS_MAX, { error: 'Too many values' })
  .readonly();
export type FormValues = z.infer<typeof FormValues>;

/**
 * How a form ends. `declined`: the person will not. `cancelled`: they put it away, or nobody answered before the turn
 * was over. A link that is `sent` was done, or the agent says that it was.
 */
export const FormAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), values: FormValues }),
  z.object({ kind: z.literal('declined') }),
  z.object({ kind: z.literal('cancelled') }),
]);
export type FormAnswer = z.infer<typeof FormAnswer>;

/** Why a form is not shown at all: half of it would ask something else. */
export type FormFault =
  | { readonly code: 'unknown-form'; readonly mode: string }
  | { readonly code: 'unknown-field'; readonly field: string } // of a kind that we have no control for
  | { readonly code: 'unknown-rule'; readonly field: string } // a format or pattern that we cannot hold an answer to
  | { readonly code: 'bad-link' } // not http or https, or with a password in it
  | { readonly code: 'too-long' } // more than a person would read, or more fields than fit
  | { readonly code: 'malformed' };
