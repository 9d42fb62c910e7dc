import { useRef, useState } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import type { AgentImport as Read } from '../../protocol/catalog.ts';
import { IMPORT_CHARS_MAX } from '../../protocol/limits.ts';
import { addAgent } from '../stores/agents.ts';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { useAgents } from '../stores/sessions.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { words } from '../words/words.ts';

/** Agents from a text: pasted, or of a file. What can be taken is shown before anything is saved. */
export function AgentImport({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [read, setRead] = useState<Read | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const change = (next: string) => {
    setText(next);
    setProblem(null);
    setRead(null);
  };
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > IMPORT_CHARS_MAX) setProblem(words().importTooLong);
    else change(await chosen.text());
  };
  const parse = async () => {
    if (text.length > IMPORT_CHARS_MAX) return setProblem(words().importTooLong);
    const answer = await asked(() => host().catalog.read({ text }), words().catalogRefusal);
    if (answer.ok) setRead(answer.value);
    else setProblem(answer.refusal);
  };
  return (
    <div className="agent-form">
      <h2 className="settings-title">{words().importAgents}</h2>
      <p className="settings-help">{words().importHelp}</p>
      <TextField label={words().importText} value={text} mono rows={8} onChange={change} />
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
      {read && <Drafts read={read} onDone={onClose} />}
      <div className="row">
        <Button onClick={() => file.current?.click()}>{words().chooseFile}</Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-hidden
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
        <span className="grow" />
        <Button onClick={onClose}>{words().cancel}</Button>
        {!read && (
          <Button look="primary" disabled={text.trim() === ''} onClick={() => void parse()}>
            {words().importRead}
          </Button>
        )}
      </div>
    </div>
  );
}

function Drafts({ read, onDone }: { readonly read: Read; onDone(): void }) {
  const agents = useAgents();
  const [left, setLeft] = useState<readonly string[]>([]);
  const chosen = read.drafts.filter(({ id }) => !left.includes(id));
  const toggle = (id: string) => setLeft(left.includes(id) ? left.filter((one) => one !== id) : [...left, id]);
  const add = async () => {
    for (const draft of chosen) if (!(await addAgent(draft))) return;
    onDone();
  };
  return (
    <section className="import-list" role="status" aria-label={words().importFound}>
      {read.drafts.map((draft) => (
        <DraftLine
          key={draft.id}
          draft={draft}
          replaces={agents.some(({ id }) => id === draft.id)}
          chosen={!left.includes(draft.id)}
          onToggle={() => toggle(draft.id)}
        />
      ))}
      {read.refused.map(({ name, why }) => (
        <p key={name} className="settings-help">
          {words().importRefused(name, words().importTrouble(why))}
        </p>
      ))}
      {read.drafts.length > 0 && (
        <div className="row">
          <span className="grow" />
          <Button look="primary" disabled={chosen.length === 0} onClick={() => void add()}>
            {words().importAdd(chosen.length)}
          </Button>
        </div>
      )}
    </section>
  );
}

type DraftProps = {
  readonly draft: CustomAgent;
  readonly replaces: boolean;
  readonly chosen: boolean;
  onToggle(): void;
};

function DraftLine({ draft, replaces, chosen, onToggle }: DraftProps) {
  return (
    <label className="choice">
      <input type="checkbox" checked={chosen} onChange={onToggle} />
      <span>{draft.name}</span>
      <code className="agent-handle">@{draft.id}</code>
      {replaces && <span className="agent-about">{words().importReplaces}</span>}
      <code className="import-command grow cut">{[draft.command, ...draft.args].join(' ')}</code>
    </label>
  );
}
