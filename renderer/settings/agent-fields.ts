import { CustomAgent } from '../../protocol/agent.ts';
import { AgentId } from '../../protocol/ids.ts';
import { TURNS_PER_FOLDER_MAX } from '../../protocol/limits.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { SECRETS_MAX } from '../../protocol/secret.ts';
import { words } from '../words/words.ts';

/** What a person typed, field by field. */
export type AgentFields = {
  readonly handle: string;
  readonly name: string;
  readonly command: string;
  /** One argument per line; a line is taken as it is, spaces and quotes included. */
  readonly args: string;
  /** `NAME=value` per line. */
  readonly env: string;
  /** How many turns run in one folder at once; empty: as many as usual. */
  readonly turnsPerFolder: string;
  readonly concurrentPrompts: boolean;
  readonly nativeSubagents: boolean;
  readonly secrets: readonly SecretField[];
};

/** `id` tells two lines of the same name apart; `value` empty: as it is kept. */
export type SecretField = { readonly id: number; readonly name: string; readonly value: string };

const BESIDE = { turnsPerFolder: '', concurrentPrompts: false, nativeSubagents: false, secrets: [] };
export const EMPTY_FIELDS: AgentFields = { handle: '', name: '', command: '', args: '', env: '', ...BESIDE };

export const fieldsOf = (agent: CustomAgent): AgentFields => ({
  handle: agent.id,
  name: agent.name,
  command: agent.command,
  args: agent.args.join('\n'),
  env: Object.entries(agent.env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n'),
  turnsPerFolder: agent.turnsPerFolder === undefined ? '' : `${agent.turnsPerFolder}`,
  concurrentPrompts: agent.concurrentPrompts ?? false,
  nativeSubagents: agent.nativeSubagents ?? false,
  secrets: (agent.secrets ?? []).map((name, id) => ({ id, name, value: '' })),
});

/** The agent that the fields describe, or a sentence that says which of them to mend. */
export function parseFields(fields: AgentFields): Result<CustomAgent, string> {
  const id = AgentId.safeParse(fields.handle.trim().replace(/^@/, ''));
  if (!id.success) return refuse(words().badHandle);
  if (fields.command.trim() === '') return refuse(words().badCommand);
  const env = parseEnv(fields.env);
  if (!env.ok) return env;
  if (fields.secrets.some(({ name, value }) => name.trim() === '' && value !== '')) {
    return refuse(words().badSecretName(SECRETS_MAX));
  }
  const secrets = fields.secrets.map(({ name }) => name.trim()).filter((name) => name !== '');
  const twice = secrets.find((name, place) => secrets.indexOf(name) !== place || name in env.value);
  if (twice !== undefined) return refuse(words().secretTwice(twice));
  const agent = CustomAgent.safeParse({
    id: id.data,
    name: fields.name.trim() === '' ? id.data : fields.name,
    command: fields.command,
    args: linesOf(fields.args),
    env: env.value,
    ...(fields.turnsPerFolder.trim() === '' ? {} : { turnsPerFolder: Number(fields.turnsPerFolder) }),
    ...(fields.concurrentPrompts ? { concurrentPrompts: true } : {}),
    ...(fields.nativeSubagents ? { nativeSubagents: true } : {}),
    ...(secrets.length === 0 ? {} : { secrets }),
  });
  return agent.success ? ok(agent.data) : refuse(sentenceFor(agent.error.issues[0]?.path[0]));
}

/** Names have a lower limit that people meet; of all else there is only ever too much. */
function sentenceFor(field: PropertyKey | undefined): string {
  const { command, arguments: args, environment, badName, badSecretName, badTurnsPerFolder, tooLong } = words();
  if (field === 'secrets') return badSecretName(SECRETS_MAX);
  if (field === 'turnsPerFolder') return badTurnsPerFolder(TURNS_PER_FOLDER_MAX);
  if (field === 'command') return tooLong(command);
  if (field === 'args') return tooLong(args);
  return field === 'env' ? tooLong(environment) : badName;
}

/** The values that were typed, by name. */
export const typedSecrets = (fields: AgentFields): Record<string, string> =>
  Object.fromEntries(fields.secrets.flatMap(({ name, value }) => (value === '' ? [] : [[name.trim(), value]])));

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

function parseEnv(text: string): Result<Record<string, string>, string> {
  const env: Record<string, string> = {};
  for (const line of linesOf(text)) {
    const found = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    const [, name, value] = found ?? [];
    if (name === undefined || value === undefined) return refuse(words().badEnvironment(line.trim()));
    env[name] = value;
  }
  return ok(env);
}
