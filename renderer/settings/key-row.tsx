import { RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import type { KeybindingsChange } from '../../protocol/keybindings.ts';
import type { Bindings } from '../keys/resolve.ts';
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

/** `ended`: the focus goes back to the button that began it. */
type Recording = 'not-yet' | 'now' | 'ended';

export function KeyRow({ id, bindings, onRefused }: Props) {
  const [recording, setRecording] = useState<Recording>('not-yet');
  const bound = bindings.keys.get(id) ?? [];
  const scope = bound[0]?.scope ?? scopeOf(id);
  const name = words().commandName(id);
  const change = async (wanted: KeybindingsChange) => {
    setRecording('ended');
    const answer = await changeKeys(wanted);
    onRefused(answer.ok ? null : answer.why);
  };
  const set = (keys: string | null) =>
    void change({ type: 'set', command: id, keys, scope: scope === scopeOf(id) ? null : scope });

  return (
    <li className="key-row">
      <div className="key-line">
        <span className="key-name grow">
          {name}
          <Notes id={id} bindings={bindings} />
          <code className="key-id">{id}</code>
        </span>
        {recording !== 'now' && (
          <button
            type="button"
            className="key-button"
            // biome-ignore lint/a11y/noAutofocus: it was here that the person began.
            autoFocus={recording === 'ended'}
            aria-label={words().changeKeys(name, bound.map(({ keys }) => keyText(keys)).join(', ') || words().noKeys)}
            onClick={() => setRecording('now')}
          >
            {bound.length === 0 ? <span className="key-none">{words().noKeys}</span> : null}
            {bound.map(({ keys }) => (
              <Key key={keys} of={keys} />
            ))}
          </button>
        )}
        {recording === 'now' && (
          <KeyRecorder id={id} scope={scope} bindings={bindings} onKeys={set} onEnd={() => setRecording('ended')} />
        )}
        <span className="key-actions">
          {bound.length > 0 && (
            <IconButton
              small
              className="key-remove"
              icon={X}
              label={words().removeKeys(name)}
              onClick={() => set(null)}
            />
          )}
          {bindings.changed.has(id) && (
            <IconButton
              small
              icon={RotateCcw}
              label={words().resetKeys(name)}
              onClick={() => void change({ type: 'reset', command: id })}
            />
          )}
        </span>
      </div>
    </li>
  );
}

/** Whether a person changed it, where it counts instead, and who has its key now. */
function Notes({ id, bindings }: { readonly id: CommandId; readonly bindings: Bindings }) {
  const taker = takerOf(bindings, id, IS_MAC);
  const elsewhere = (bindings.keys.get(id) ?? []).find(({ scope }) => scope !== scopeOf(id));
  return (
    <>
      {bindings.changed.has(id) && <span className="key-note key-changed">{words().changedKeys}</span>}
      {elsewhere && <span className="key-note">{words().scopeName(elsewhere.scope)}</span>}
      {taker && <span className="key-note">{words().keysWentTo(words().commandName(taker))}</span>}
    </>
  );
}
