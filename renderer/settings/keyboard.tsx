import { useState } from 'react';
import { useBindings } from '../keys/bindings.ts';
import { Layer } from '../keys/use-layer.ts';
import { changeKeys } from '../stores/keybindings.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { KeyFile } from './key-file.tsx';
import { KeyList } from './key-list.tsx';
import { KeyProblems } from './key-problems.tsx';
import './keyboard.css';

/** Every command with its key, to be changed in its place. The file is the truth; this writes it. */
export function Keyboard() {
  const changed = useBindings((bindings) => bindings.changed.size);
  const problems = useBindings((bindings) => bindings.problems);
  const [query, setQuery] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  return (
    <>
      <div className="row">
        <h2 className="settings-title grow">{words().keyboard}</h2>
        <ResetAll count={changed + problems.length} onRefused={setRefusal} />
      </div>
      <input
        type="search"
        className="field keys-search"
        aria-label={words().searchKeys}
        placeholder={words().searchKeys}
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {query !== '' && <Layer kind="popover" scope="dialog" dismiss={() => setQuery('')} />}
      {refusal && (
        <p role="alert" className="problem keys-refusal">
          {refusal}
        </p>
      )}
      {problems.length > 0 && <KeyProblems problems={problems} />}
      <KeyList query={query.trim()} onRefused={setRefusal} />
      <KeyFile />
    </>
  );
}

/** Asks once more in its own place: what a person wrote into the file goes. */
function ResetAll({ count, onRefused }: { readonly count: number; onRefused(why: string | null): void }) {
  const [asked, setAsked] = useState(false);
  const reset = async () => {
    setAsked(false);
    const answer = await changeKeys({ type: 'reset-all' });
    onRefused(answer.ok ? null : answer.refusal);
  };
  if (count > 0 && asked) {
    return (
      <>
        <Button autoFocus look="danger" onClick={() => void reset()}>
          {words().resetAllSure}
        </Button>
        <Button onClick={() => setAsked(false)}>{words().cancel}</Button>
      </>
    );
  }
  return (
    <Button disabled={count === 0} onClick={() => setAsked(true)}>
      {words().resetAll}
    </Button>
  );
}
