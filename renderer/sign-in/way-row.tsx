import { useId, useState } from 'react';
import type { AgentId } from '../../protocol/ids.ts';
import type { SignInWay } from '../../protocol/sign-in.ts';
import { signIn } from '../stores/sign-ins.ts';
import { openDialog, useWindow } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { words } from '../words/words.ts';

type Props = {
  readonly agentId: AgentId;
  readonly place: string;
  readonly way: SignInWay;
  /** Tries again what wanted the sign-in. */
  readonly onRetry: (() => void) | undefined;
};

/** A way to sign in: a button, and what the person has to do first where it is not all the agent's affair. */
export function WayRow({ agentId, place, way, onRetry }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const begin = () => signIn(agentId, way, place);
  const beginAndRetry = async () => {
    if (await begin()) onRetry?.();
  };
  const expands = way.kind !== 'agent';
  return (
    <li>
      <div className="sign-in-line">
        <Button
          small
          aria-expanded={expands ? open : undefined}
          aria-controls={open ? id : undefined}
          aria-describedby={`${id}-about`}
          onClick={() => (expands ? setOpen(!open) : void begin())}
        >
          {way.name}
        </Button>
        <span id={`${id}-about`} className="sign-in-about">
          {way.description}
        </span>
      </div>
      {open && (
        <div id={id} className="sign-in-steps">
          {way.kind === 'terminal' && <Terminal way={way} retries={!!onRetry} onDone={() => void beginAndRetry()} />}
          {way.kind === 'environment' && <Variables way={way} onDone={() => void begin()} />}
        </div>
      )}
    </li>
  );
}

type TerminalProps = {
  readonly way: Extract<SignInWay, { kind: 'terminal' }>;
  readonly retries: boolean;
  onDone(): void;
};

function Terminal({ way: { line, withheld }, retries, onDone }: TerminalProps) {
  return (
    <>
      <p>{words().inTerminal}</p>
      <div className="well-of-copy">
        <pre className="well">{line}</pre>
        <CopyButton text={() => line} />
      </div>
      {withheld.length > 0 && <p>{words().withheld(withheld.join(', '))}</p>}
      <Button small look="primary" onClick={onDone}>
        {retries ? words().haveSignedInRetry : words().haveSignedIn}
      </Button>
    </>
  );
}

type VariablesProps = { readonly way: Extract<SignInWay, { kind: 'environment' }>; onDone(): void };

function Variables({ way: { variables, link }, onDone }: VariablesProps) {
  const inSettings = useWindow(({ dialog }) => dialog?.kind === 'settings');
  return (
    <>
      <p>{words().setVariables}</p>
      <ul className="sign-in-variables">
        {variables.map(({ name, label, optional }) => (
          <li key={name}>
            <code>{name}</code>{' '}
            <span className="sign-in-about">
              {[label, optional ? words().optionalVariable : ''].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {link !== null && (
        <p>
          {words().whereToGet}:{' '}
          <a href={link} target="_blank" rel="noreferrer">
            {link}
          </a>
        </p>
      )}
      <div className="row">
        {!inSettings && (
          <Button small onClick={() => openDialog({ kind: 'settings', page: 'agents' })}>
            {words().openAgents}
          </Button>
        )}
        <Button small look="primary" onClick={onDone}>
          {words().signInNow}
        </Button>
      </div>
    </>
  );
}
