import { type FocusEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { AgentId } from '../../protocol/ids.ts';
import { assertNever } from '../../protocol/result.ts';
import type { SignInOffer } from '../../protocol/sign-in.ts';
import { type Attempt, askOffer, type Offer, useAttempt, useSignIns } from '../stores/sign-ins.ts';
import { Button } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { Ended } from './attempt-end.tsx';
import './sign-in.css';
import { WayRow } from './way-row.tsx';

type Props = {
  readonly agentId: AgentId;
  /** Names this part of the window among all that can show the same agent. */
  readonly place: string;
  /** Tries again what wanted the sign-in; absent where nothing did. */
  readonly onRetry?: () => void;
  readonly id?: string;
  /** It takes the place of what had the focus. */
  readonly takesFocus?: boolean;
};

/** The ways to sign in to an agent, and what becomes of the one that was taken. */
export function SignInPanel({ agentId, place, onRetry, id, takesFocus = false }: Props) {
  const offer = useSignIns((state) => state.offers[agentId]);
  const attempt = useAttempt(agentId, place);
  const keeping = useKeptFocus(`${offer?.kind} ${attempt?.kind}`, takesFocus);
  useEffect(() => {
    void askOffer(agentId, false);
  }, [agentId]);
  const over = attempt?.kind === 'ended' && attempt.end.kind === 'done';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    <div {...keeping} role="group" id={id} tabIndex={-1} className="sign-in" aria-label={words().signInWays}>
      <div role="status">
        {attempt?.kind === 'running' && <Running attempt={attempt} />}
        {attempt?.kind === 'ended' && <Ended attempt={attempt} />}
        {attempt?.kind === 'problem' && <p className="problem">{attempt.text}</p>}
        {offer?.kind === 'asking' && <Waiting text={words().askingWays} />}
      </div>
      {attempt?.kind === 'running' && (
        <Button small onClick={() => attempt.cancel()}>
          {words().cancel}
        </Button>
      )}
      {over && onRetry && (
        <Button small look="primary" onClick={onRetry}>
          {words().retry}
        </Button>
      )}
      {!over && attempt?.kind !== 'running' && offer && <Offered {...{ agentId, place, offer, onRetry }} />}
    </div>
  );
}

function Running({ attempt: { way } }: { readonly attempt: Attempt }) {
  return <Waiting text={way ? words().signingIn(way.name) : words().signingOut} />;
}

function Waiting({ text }: { readonly text: string }) {
  return (
    <p className="sign-in-line">
      <Glyph shape="run" label={null} />
      <span>{text}</span>
    </p>
  );
}

type OfferedProps = Pick<Props, 'agentId' | 'place'> & {
  readonly offer: Offer;
  readonly onRetry: Props['onRetry'] | undefined;
};

function Offered({ agentId, place, offer, onRetry }: OfferedProps) {
  switch (offer.kind) {
    case 'asking':
      return null;
    case 'known':
      return <Ways {...{ agentId, place, offer, onRetry }} />;
    case 'unknown':
      return <AskButton agentId={agentId} />;
    case 'failed':
      return (
        <>
          <p className="problem">{words().waysFailed}</p>
          <p>{offer.failure.message}</p>
          {offer.failure.detail !== '' && <pre className="well">{offer.failure.detail}</pre>}
          <AskButton agentId={agentId} />
        </>
      );
    case 'problem':
      return (
        <>
          <p className="problem">{offer.text}</p>
          <AskButton agentId={agentId} />
        </>
      );
    default:
      return assertNever(offer);
  }
}

type Known = Extract<SignInOffer, { kind: 'known' }>;

function Ways({ offer, ...rest }: Omit<OfferedProps, 'offer'> & { readonly offer: Known }) {
  if (offer.ways.length === 0) return <p>{words().noWays}</p>;
  return (
    <ul className="sign-in-ways">
      {offer.ways.map((way) => (
        <WayRow key={way.id} way={way} {...rest} />
      ))}
    </ul>
  );
}

function AskButton({ agentId }: { readonly agentId: AgentId }) {
  return (
    <Button small onClick={() => void askOffer(agentId, true)}>
      {words().askWays}
    </Button>
  );
}

/** What has the focus may be gone when something else is shown: then it stays in the panel. */
function useKeptFocus(shown: string, fromStart: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const has = useRef(fromStart);
  const before = useRef(fromStart ? null : shown);
  useLayoutEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (has.current && document.activeElement === document.body) {
      (ref.current?.querySelector('button') ?? ref.current)?.focus();
    }
  }, [shown]);
  const onFocus = () => {
    has.current = true;
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    has.current = relatedTarget === null || (ref.current?.contains(relatedTarget) ?? false);
  };
  return { ref, onFocus, onBlur };
}
