import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { isComposing, writtenAs } from '../keys/pressed.ts';
import { startRecording } from '../keys/recording.ts';
import { type Bindings, readStroke } from '../keys/resolve.ts';
import { type Rival, rivalsOf } from '../keys/rivals.ts';
import type { Scope } from '../keys/scopes.ts';
import type { CommandId } from '../keys/table.ts';
import { useLayer } from '../keys/use-layer.ts';
import { Button } from '../ui/button.tsx';
import { IS_MAC, keyText } from '../ui/keys.ts';
import { words } from '../words/words.ts';

type Props = {
  readonly id: CommandId;
  readonly scope: Scope;
  readonly bindings: Bindings;
  onKeys(keys: string): void;
  /** Nothing is to be changed. `focused` false: the focus is elsewhere already. */
  onEnd(focused: boolean): void;
};

type Heard =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'mistake'; readonly text: string }
  | { readonly kind: 'rivals'; readonly keys: string; readonly rivals: readonly Rival[] };

const NOTHING: Heard = { kind: 'nothing' };
const HELD_ALONE: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

/** Takes the next press as the key of a command. Tab leaves, Escape ends it, a key of somebody else is asked about. */
export function KeyRecorder({ id, scope, bindings, onKeys, onEnd }: Props) {
  const [heard, setHeard] = useState<Heard>(NOTHING);
  const field = useRef<HTMLButtonElement>(null);
  const cancel = () => onEnd(true);
  useLayer('popover', 'dialog', cancel);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => (heard.kind === 'rivals' ? undefined : startRecording()), [heard.kind]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || HELD_ALONE.has(event.key) || isLeaving(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const keys = writtenAs(event.nativeEvent, IS_MAC);
    if (keys === undefined || event.repeat) return;
    const stroke = readStroke(keys, scope, IS_MAC);
    if (!stroke.ok) {
      setHeard({ kind: 'mistake', text: words().keyProblem({ ...stroke.refusal, line: 0, column: 0 }) });
      return;
    }
    const rivals = rivalsOf(bindings, id, scope, stroke.value, IS_MAC);
    if (rivals.length === 0) onKeys(keys);
    else setHeard({ kind: 'rivals', keys, rivals });
  };
  // Asked when the focus has arrived: taken away before, the field would take the focus along.
  const onBlur = ({ currentTarget }: FocusEvent) =>
    requestAnimationFrame(() => !currentTarget.contains(document.activeElement) && onEnd(false));

  return (
    <fieldset className="key-recorder" aria-label={words().commandName(id)} onBlur={onBlur}>
      {heard.kind === 'rivals' ? (
        <Ask {...heard} onTake={() => onKeys(heard.keys)} onCancel={cancel} />
      ) : (
        <button ref={field} type="button" className="key-field" onKeyDown={onKeyDown}>
          {words().pressKeys}
        </button>
      )}
      {heard.kind === 'mistake' && (
        <span role="alert" className="key-said">
          {heard.text}
        </span>
      )}
    </fieldset>
  );
}

const isLeaving = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent) =>
  (key === 'Tab' || key === 'Escape') && !ctrlKey && !altKey && !metaKey;

type AskProps = Extract<Heard, { kind: 'rivals' }> & { onTake(): void; onCancel(): void };

function Ask({ keys, rivals, onTake, onCancel }: AskProps) {
  return (
    <>
      <span role="alert" className="key-said">
        {rivals.map(({ id, scope, loses }) => (
          <span key={`${scope} ${id}`}>
            {loses
              ? words().keysTaken(keyText(keys), words().commandName(id))
              : words().keysShared(keyText(keys), words().commandName(id))}
          </span>
        ))}
      </span>
      <span className="row">
        <Button small look="primary" autoFocus onClick={onTake}>
          {words().takeKeys}
        </Button>
        <Button small onClick={onCancel}>
          {words().cancel}
        </Button>
      </span>
    </>
  );
}
