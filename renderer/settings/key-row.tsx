import { RotateCcw, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeybindingsChange } from '../../protocol/keybindings.ts';
import type { Bindings, BoundKeys } from '../keys/resolve.ts';
import { takerOf } from '../keys/rivals.ts';
import { type CommandId, scopeOf } from '../keys/table.ts';
import { changeKeys } from '../stores/keybindings.ts';
import { IconButton } from '../ui/button.tsx';
import { Key } from '../ui/key.tsx';
import { IS_MAC, keyText } from '../ui/keys.ts';
import { words } from '../words/words.ts';
import { KeyRecorder } from './key-recorder.tsx';

type Props = {
  readonly id: CommandId;
  readonly bindings: Bindings;
  onRefused(why: string | null): void;
};

export function KeyRow({ id, bindings, onRefused }: Props) {
  const [recording, setRecording] = useState(false);
  // How often the focus has come back to the keys; 0 when it has gone elsewhere meanwhile.
  const [returns, setReturns] = useState(0);
  const bound = bindings.keys.get(id) ?? [];
  const scope = bound[0]?.scope ?? scopeOf(id);
  const end = (focused: boolean) => {
    setRecording(false);
    setReturns(focused ? returns + 1 : 0);
  };
  const change = async (wanted: KeybindingsChange) => {
    end(true);
    const answer = await changeKeys(wanted);
    onRefused(answer.ok ? null : answer.refusal);
  };
  const set = (keys: string | null) =>
    void change({ type: 'set', command: id, keys, scope: scope === scopeOf(id) ? null : scope });

  return (
    <li className="key-line key-row" data-command={id}>
      <span>
        {words().commandName(id)}
        <Notes id={id} bindings={bindings} />
      </span>
      <span className="key-where">{words().scopeName(scope)}</span>
      {recording ? (
        <KeyRecorder id={id} scope={scope} bindings={bindings} onKeys={set} onEnd={end} />
      ) : (
        <>
          <KeyButton id={id} bound={bound} returns={returns} onClick={() => setRecording(true)} />
          <span className="key-actions">
            {bound.length > 0 && <Remove id={id} onClick={() => set(null)} />}
            {bindings.changed.has(id) && <Reset id={id} onClick={() => void change({ type: 'reset', command: id })} />}
          </span>
        </>
      )}
    </li>
  );
}

type ActionProps = { readonly id: CommandId; onClick(): void };

function Remove({ id, onClick }: ActionProps) {
  const label = words().removeKeys(words().commandName(id));
  return <IconButton small className="key-remove" icon={X} label={label} onClick={onClick} />;
}

function Reset({ id, onClick }: ActionProps) {
  return <IconButton small icon={RotateCcw} label={words().resetKeys(words().commandName(id))} onClick={onClick} />;
}

type ButtonProps = ActionProps & { readonly bound: readonly BoundKeys[]; readonly returns: number };

/** The present keys; pressed, it asks for others. */
function KeyButton({ id, bound, returns, onClick }: ButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (returns > 0) button.current?.focus();
  }, [returns]);
  const said = bound.map(({ keys }) => keyText(keys)).join(', ') || words().noKeys;
  return (
    <button
      ref={button}
      type="button"
      className="key-button"
      aria-label={words().changeKeys(words().commandName(id), said)}
      onClick={onClick}
    >
      {bound.length === 0 && <span className="key-none">{words().noKeys}</span>}
      {bound.map(({ keys }) => (
        <span key={keys} className="keycaps">
          {keys.split('+').map((part) => (
            <Key key={part} of={part} />
          ))}
        </span>
      ))}
    </button>
  );
}

/** Whether a person changed it, and who has its key now. */
function Notes({ id, bindings }: { readonly id: CommandId; readonly bindings: Bindings }) {
  const taker = takerOf(bindings, id, IS_MAC);
  return (
    <>
      {bindings.changed.has(id) && <span className="key-note key-changed">{words().changedKeys}</span>}
      {taker && <span className="key-note">{words().keysWentTo(words().commandName(taker))}</span>}
    </>
  );
}
