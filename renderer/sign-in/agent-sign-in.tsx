import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { AgentId } from '../../protocol/ids.ts';
import { askOffer, forgetAttempt, signOut, useAttempt, useSignIns } from '../stores/sign-ins.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { SignInPanel } from './sign-in-panel.tsx';

const PLACE = 'settings';

/** What is open below the line of an agent. */
type Opened = 'none' | 'in' | 'out';

type Props = {
  readonly agentId: AgentId;
  /** What else can be done with it: it stands between the buttons and what they open. */
  readonly children: ReactNode;
};

/** Signing in and out in the line of an agent; no buttons where it is known to offer neither. */
export function AgentSignIn({ agentId, children }: Props) {
  const [opened, setOpened] = useState<Opened>('none');
  const offer = useSignIns((state) => state.offers[agentId]);
  const attempt = useAttempt(agentId, PLACE);
  const id = useId();
  const out = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    void askOffer(agentId, false);
    return () => forgetAttempt(agentId, PLACE);
  }, [agentId]);
  if (!offer) return children;
  const canSignOut = offer.kind === 'known' && offer.canSignOut;
  const canSignIn = offer.kind !== 'known' || offer.ways.length > 0;
  const toggle = (what: Opened) => {
    forgetAttempt(agentId, PLACE);
    setOpened(opened === what ? 'none' : what);
    if (what === 'in' && offer.kind === 'unknown') void askOffer(agentId, true);
  };
  const cancel = () => {
    setOpened('none');
    out.current?.focus();
  };
  const button = (what: 'in' | 'out') => ({
    'aria-expanded': opened === what,
    'aria-controls': opened === what ? id : undefined,
    'aria-label': what === 'in' ? words().signInTo(agentId) : words().signOutOf(agentId),
    onClick: () => toggle(what),
  });
  const shown = opened === 'none' && attempt?.kind === 'running' ? 'in' : opened;
  return (
    <>
      {(canSignIn || opened === 'in') && (
        <Button small {...button('in')}>
          {words().signIn}
        </Button>
      )}
      {canSignOut && (
        <Button small ref={out} {...button('out')}>
          {words().signOut}
        </Button>
      )}
      {children}
      {shown === 'out' && !attempt && <SignOut id={id} agentId={agentId} onCancel={cancel} />}
      {(shown === 'in' || (shown === 'out' && attempt)) && (
        <SignInPanel id={id} agentId={agentId} place={PLACE} takesFocus={shown === 'out'} />
      )}
    </>
  );
}

type SignOutProps = { readonly id: string; readonly agentId: AgentId; onCancel(): void };

/** It cannot be undone, and reaches further than this app. */
function SignOut({ id, agentId, onCancel }: SignOutProps) {
  return (
    <div id={id} className="sign-in">
      <p>{words().signOutHelp}</p>
      <div className="row">
        <Button small onClick={onCancel}>
          {words().cancel}
        </Button>
        <Button small look="danger" onClick={() => void signOut(agentId, PLACE)}>
          {words().signOut}
        </Button>
      </div>
    </div>
  );
}
