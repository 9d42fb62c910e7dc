import { useRef, useState } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import type { AgentImport as Read } from '../../protocol/catalog.ts';
import { IMPORT_CHARS_MAX } from '../../protocol/limits.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { addAgent } from '../stores/agents.ts';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { useAgents } from '../stores/sessions.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { words } from '../words/words.ts';

/** What came of reading a text; of another text it says nothing. */
type Answer = { readonly of: string; readonly given: Result<Read, string> };

/** Agents from a text: pasted, or of a file. What can be taken is shown before anything is saved. */
export function AgentImport({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const given = answer?.of === text ? answer.given : null;
  const read = given?.ok ? given.value : null;
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    const content = await contentOf(chosen);
    if (content.ok) setText(content.value);
    else setAnswer({ of: text, given: content });
  };
  const parse = async () => setAnswer({ of: text, given: await readAgents(text) });
  return (
    <div className="agent-form">
      <h2 className="settings-title">{words().importAgents}</h2>
      <p className="settings-help">{words().importHelp}</p>
      <TextField label={words().importText} value={text} mono rows={8} onChange={setText} />
      {given?.ok === false && (
        <p role="alert" className="problem">
          {given.refusal}
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
          onChange={({ currentTarget }) => {
            void take(currentTarget.files?.[0]);
            currentTarget.value = ''; // choosing the same file again is a change, too
          }}
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

async function contentOf(chosen: File): Promise<Result<string, string>> {
  if (chosen.size > IMPORT_CHARS_MAX) return refuse(words().importTooLong);
  const unreadable = () => refuse(words().importUnreadable(chosen.name));
  return chosen.text().then(ok, unreadable);
}

async function readAgents(text: string): Promise<Result<Read, string>> {
  if (text.length > IMPORT_CHARS_MAX) return refuse(words().importTooLong);
  return asked(() => host().catalog.read({ text }), words().catalogRefusal);
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
      {read.refused.map(({ name, why }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names come twice in a text, and lines never move.
        <p key={place} className="settings-help">
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
