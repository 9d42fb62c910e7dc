import { type FormEvent, useState } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import { saveAgent, testAgent } from '../stores/agents.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { words } from '../words/words.ts';
import { type AgentFields, EMPTY_FIELDS, fieldsOf, parseFields, typedSecrets } from './agent-fields.ts';
import { keepSecrets } from './keep-secrets.ts';
import { SecretFields } from './secret-fields.tsx';
import { type Trial, TrialResult } from './trial-result.tsx';

type Props = {
  /** Null: a new one. */
  readonly agent: CustomAgent | null;
  onClose(): void;
};

/** What was typed, what is wrong with it, and what can be done with it. */
function useAgentForm({ agent, onClose }: Props) {
  const [fields, setFields] = useState<AgentFields>(agent ? fieldsOf(agent) : EMPTY_FIELDS);
  const [problem, setProblem] = useState<string | null>(null);
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const set = (change: Partial<AgentFields>) => {
    setFields({ ...fields, ...change });
    setProblem(null);
  };
  const parsed = (): CustomAgent | undefined => {
    const result = parseFields(fields);
    if (!result.ok) setProblem(result.refusal);
    if (!result.ok) return undefined;
    const { turnsPerFolder: _, concurrentPrompts: __, nativeSubagents: ___, secrets: ____, ...unseen } = agent ?? {};
    return { ...unseen, ...result.value }; // with what the form does not show
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = parsed();
    if (!wanted) return;
    const saved = await saveAgent(wanted);
    if (!saved.ok) return setProblem(saved.refusal);
    const kept = await keepSecrets(wanted.id, typedSecrets(fields), droppedSecrets(agent, wanted));
    if (kept.ok) onClose();
    else setProblem(kept.refusal);
  };
  const test = async () => {
    const wanted = parsed();
    if (!wanted) return;
    setTrial({ kind: 'running' });
    const tested = await testAgent({ ...wanted, typed: typedSecrets(fields) });
    setTrial(tested.ok ? { kind: 'done', test: tested.value } : { kind: 'none' });
    if (!tested.ok) setProblem(tested.refusal);
  };
  return { fields, set, problem, trial, save, test };
}

export function AgentForm({ agent, onClose }: Props) {
  const { fields, set, problem, trial, save, test } = useAgentForm({ agent, onClose });
  return (
    <form className="agent-form" onSubmit={(event) => void save(event)}>
      <h2 className="settings-title">{agent ? words().editAgent(agent.id) : words().newAgent}</h2>
      <TextField
        label={words().handle}
        help={words().handleHelp}
        value={fields.handle}
        disabled={agent !== null}
        mono
        onChange={(handle) => set({ handle })}
      />
      <TextField label={words().name} value={fields.name} onChange={(name) => set({ name })} />
      <TextField label={words().command} value={fields.command} mono onChange={(command) => set({ command })} />
      <TextField
        label={words().arguments}
        help={words().argumentsHelp}
        value={fields.args}
        mono
        rows={3}
        onChange={(args) => set({ args })}
      />
      <TextField
        label={words().environment}
        help={words().environmentHelp}
        value={fields.env}
        mono
        rows={3}
        onChange={(env) => set({ env })}
      />
      <SecretFields agentId={agent?.id ?? null} secrets={fields.secrets} onChange={(secrets) => set({ secrets })} />
      <TextField
        label={words().turnsPerFolder}
        help={words().turnsPerFolderHelp}
        value={fields.turnsPerFolder}
        onChange={(turnsPerFolder) => set({ turnsPerFolder })}
      />
      <label className="choice">
        <input
          type="checkbox"
          checked={fields.concurrentPrompts}
          onChange={(event) => set({ concurrentPrompts: event.currentTarget.checked })}
        />
        {words().concurrentPrompts}
      </label>
      <label className="choice">
        <input
          type="checkbox"
          checked={fields.nativeSubagents}
          onChange={(event) => set({ nativeSubagents: event.currentTarget.checked })}
        />
        {words().nativeSubagents}
      </label>
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
      <TrialResult trial={trial} />
      <div className="row">
        <Button disabled={trial.kind === 'running'} onClick={() => void test()}>
          {trial.kind === 'running' ? words().testing : words().test}
        </Button>
        <span className="grow" />
        <Button onClick={onClose}>{words().cancel}</Button>
        <Button look="primary" type="submit">
          {words().save}
        </Button>
      </div>
    </form>
  );
}

/** Names that the agent had and has no more. */
const droppedSecrets = (before: CustomAgent | null, after: CustomAgent): readonly string[] =>
  (before?.secrets ?? []).filter((name) => !after.secrets?.includes(name));
