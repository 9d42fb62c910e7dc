import { type ClientPromiseResult, isDefinedError, type ORPCError, safe } from '@orpc/client';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { words } from '../words/words.ts';
import { Disconnected } from './link.ts';
import { toast } from './toasts.ts';

/** A question to the host, asked when it is called, and what it may refuse it with. */
export type Ask<Value, Refusal> = () => ClientPromiseResult<Value, Error | ORPCError<'REFUSED', Refusal>>;

/**
 * What the host answered, or a sentence that says why it did not; `say` has what is said of its refusals, which may be
 * more than a sentence. Never throws for what the world does: no host, or one that broke, is an answer, too.
 */
export async function asked<Value, Refusal = never, Said = string>(
  ask: Ask<Value, Refusal>,
  say: (refusal: Refusal) => Said,
): Promise<Result<Value, Said | string>> {
  try {
    const { error, data } = await safe(ask());
    if (!error) return ok(data);
    return refuse(isDefinedError(error) ? say(error.data) : words().hostBroke);
  } catch (error) {
    if (error instanceof Disconnected) return refuse(words().notConnected);
    throw error;
  }
}

/** As `asked`, where nothing on the screen waits for the sentence: it is shown as a toast. Whether it was done. */
export async function askedOrSaid<Refusal = never>(
  ask: Ask<unknown, Refusal>,
  say: (refusal: Refusal) => string,
): Promise<boolean> {
  return doneOrSaid(await asked(ask, say));
}

/** For questions that the host answers always. */
export const refusesNothing = (refusal: never): string => refusal;

/** Says as a toast why something was not done. Whether it was. */
export function doneOrSaid<Value>(
  answer: Result<Value, string>,
): answer is { readonly ok: true; readonly value: Value } {
  if (!answer.ok) toast({ text: answer.refusal, tone: 'fail' });
  return answer.ok;
}
