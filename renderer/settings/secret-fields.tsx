import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { AgentId } from '../../protocol/ids.ts';
import { SECRETS_MAX, type SecretState } from '../../protocol/secret.ts';
import { useSessions } from '../stores/sessions.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import type { SecretField } from './agent-fields.ts';
import './secret-fields.css';

type Props = {
  /** Null: an agent that is not there yet. */
  readonly agentId: AgentId | null;
  readonly secrets: readonly SecretField[];
  onChange(secrets: readonly SecretField[]): void;
};

/** Variables whose values nobody sees again, one per line, and where those are kept. */
export function SecretFields({ agentId, secrets, onChange }: Props) {
  const id = useId();
  const kept = useSessions((state) => state.app?.secrets);
  const states = (agentId && kept?.states[agentId]) || {};
  const change = (changed: SecretField) => onChange(secrets.map((one) => (one.id === changed.id ? changed : one)));
  const add = () =>
    onChange([...secrets, { id: 1 + Math.max(-1, ...secrets.map((one) => one.id)), name: '', value: '' }]);
  return (
    <fieldset className="field-block secret-fields" aria-describedby={`${id}-help`}>
      <legend className="field-label">{words().secrets}</legend>
      {secrets.map((secret) => (
        <Line
          key={secret.id}
          secret={secret}
          state={states[secret.name] ?? 'missing'}
          onChange={change}
          onRemove={() => onChange(secrets.filter((one) => one.id !== secret.id))}
        />
      ))}
      {secrets.length < SECRETS_MAX && (
        <Button small className="secret-add" onClick={add}>
          <Icon of={Plus} />
          {words().addSecret}
        </Button>
      )}
      <p id={`${id}-help`} className="field-help">
        {kept?.keeping.kind === 'file' ? words().secretsInFile : words().secretsInSystem}{' '}
        {kept?.keeping.kind === 'file' && <code>{kept.keeping.path}</code>}
      </p>
    </fieldset>
  );
}

type LineProps = {
  readonly secret: SecretField;
  readonly state: SecretState;
  onChange(secret: SecretField): void;
  onRemove(): void;
};

function Line({ secret, state, onChange, onRemove }: LineProps) {
  const id = useId();
  return (
    <div className="secret-line">
      <input
        className="field mono"
        aria-label={words().secretName}
        placeholder="API_KEY"
        spellCheck={false}
        autoComplete="off"
        value={secret.name}
        onChange={(event) => onChange({ ...secret, name: event.currentTarget.value })}
      />
      <input
        className="field mono"
        type="password"
        aria-label={words().secretValue(secret.name)}
        aria-describedby={state === 'sealed' ? `${id}-sealed` : undefined}
        placeholder={words().secretState(state)}
        autoComplete="new-password"
        value={secret.value}
        onChange={(event) => onChange({ ...secret, value: event.currentTarget.value })}
      />
      <IconButton icon={Trash2} label={words().removeSecret(secret.name)} onClick={onRemove} />
      {state === 'sealed' && (
        <p id={`${id}-sealed`} className="field-help secret-sealed">
          {words().secretSealed}
        </p>
      )}
    </div>
  );
}
