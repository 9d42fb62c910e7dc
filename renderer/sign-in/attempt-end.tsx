import { assertNever } from '../../protocol/result.ts';
import type { SignInEnd } from '../../protocol/sign-in.ts';
import type { Attempt } from '../stores/sign-ins.ts';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';

const MINUTE_MS = 60_000;

/** How an attempt to sign in, or out, has ended. */
export function Ended({ attempt: { end, way } }: { readonly attempt: Extract<Attempt, { kind: 'ended' }> }) {
  return (
    <>
      <p className="sign-in-line">
        <Glyph shape={end.kind === 'done' ? 'done' : 'fail'} label={null} />
        <span>{sentenceOf(end, way === null)}</span>
      </p>
      {end.kind === 'done' && way?.kind === 'terminal' && <p>{words().startsAnew}</p>}
      {end.kind === 'failed' && end.failure.detail !== '' && <pre className="well">{end.failure.detail}</pre>}
    </>
  );
}

function sentenceOf(end: SignInEnd, out: boolean): string {
  switch (end.kind) {
    case 'done':
      return out ? words().signedOut : words().signedIn;
    case 'refused':
      return words().signInRefused(end.text);
    case 'failed':
      return end.failure.message;
    case 'late':
      return words().signInLate(end.ms / MINUTE_MS);
    case 'not-offered':
      return words().signInNotOffered;
    case 'cancelled':
      return words().signInReplaced;
    default:
      return assertNever(end);
  }
}
