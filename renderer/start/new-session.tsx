import { type FormEvent, useRef, useState } from 'react';
import { AgentId } from '../../protocol/ids.ts';
import type { AgentOption } from '../../protocol/option.ts';
import { useCommand } from '../keys/handlers.ts';
import { useChoices } from '../options/choices.ts';
import { keepChoice } from '../options/last-choice.ts';
import { OptionBar } from '../options/option-bar.tsx';
import { createSession } from '../stores/commands.ts';
import { useAgents, useSessions } from '../stores/sessions.ts';
import { closeDialog, openDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyOf } from '../ui/key.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { words } from '../words/words.ts';
import { FolderField } from './folder-field.tsx';

const NO_FOLDERS: readonly string[] = [];
const NO_OFFERS: readonly AgentOption[] = [];

type Props = { readonly agentId: string | null; readonly prompt: string; readonly folder: string | null };

/** Null leaves the choice to what was used last. */
export function NewSession({ agentId, prompt, folder: givenFolder }: Props) {
  const agents = useAgents();
  const recent = useSessions((state) => state.app?.recentFolders ?? NO_FOLDERS);
  // Null until somebody chooses: what is offered may come after the dialog is open.
  const [chosenAgent, setAgent] = useState(agentId);
  const [chosenFolder, setFolder] = useState(givenFolder);
  const agent = chosenAgent ?? agents[0]?.id ?? '';
  const folder = chosenFolder ?? recent[0] ?? '';
  const offers = useSessions(
    ({ app }) => Object.entries(app?.offers ?? {}).find(([id]) => id === agent)?.[1] ?? NO_OFFERS,
  );
  const { choices, policy, bar } = useChoices(agent, offers);
  const [text, setText] = useState(prompt);
  const [problem, setProblem] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const id = AgentId.safeParse(agent);
    if (folder.trim() === '' || !id.success) {
      setProblem(folder.trim() === '' ? words().chooseFolderFirst : words().chooseAgentFirst);
      return;
    }
    setStarting(true);
    const answer = await createSession(id.data, folder.trim(), text, { ...choices, policy });
    setStarting(false);
    if (!answer.ok) return setProblem(answer.refusal);
    keepChoice(agent, choices);
    closeDialog();
  };
  useCommand('dialog.accept', 'dialog', { run: () => form.current?.requestSubmit() });

  return (
    <Dialog title={words().newSession} onClose={closeDialog}>
      <form ref={form} className="dialog-form" onSubmit={(event) => void submit(event)}>
        <div className="dialog-body">
          <SelectField
            label={words().agent}
            value={agent}
            options={agents.map(({ id, name }) => ({ value: id, text: name, hint: `@${id}` }))}
            onChange={setAgent}
          />
          <FolderField value={folder} recent={recent} onChange={setFolder} />
          <label className="field-block">
            <span className="field-label">{words().firstPrompt}</span>
            <textarea
              className="field-area"
              autoFocus
              rows={4}
              value={text}
              placeholder={words().firstPromptHint}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <OptionBar {...bar} />
          {problem && (
            <p role="alert" className="problem">
              {problem}
            </p>
          )}
        </div>
        <div className="dialog-foot">
          {/* It leaves this dialog, with all that was written in it. */}
          {text === prompt && (
            <Button
              look="ghost"
              onClick={() => openDialog({ kind: 'take-over', agentId: agent === '' ? null : agent })}
            >
              {words().takeOver}
            </Button>
          )}
          <span className="grow" />
          <Button onClick={closeDialog}>{words().cancel}</Button>
          <Button look="primary" type="submit" disabled={starting}>
            {starting ? words().starting : words().start}
            <KeyOf command="dialog.accept" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
