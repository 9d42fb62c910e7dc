import type { SecretRefusal, SecretState } from '../../protocol/secret.ts';
import { worded } from './worded.ts';

const states: { readonly [State in SecretState]: string } = {
  kept: 'Kept',
  missing: 'Not set',
  sealed: 'Cannot be opened here',
};

const secretRefusal = worded<SecretRefusal>({
  'secrets-unwritable': ({ message }) => `The agent was saved, but its secret was not: ${message}`,
  'secrets-broken': ({ path }) =>
    `The agent was saved, but its secret was not: ${path} cannot be read. Move that file away, then try again.`,
  'secrets-full': ({ max }) => `An agent has at most ${max} secrets.`,
});

/** What the form of an agent says beside its plain fields. */
export const enAgentForm = {
  secrets: 'Secrets',
  addSecret: 'Add a secret',
  secretName: 'Name of a secret',
  secretValue: (name: string) => `Value of ${name || 'the secret'}`,
  secretState: (state: SecretState) => states[state],
  secretSealed:
    'The desktop app kept it in the system’s key store, which cannot be asked here. Type it anew to use it in this Skein.',
  removeSecret: (name: string) => `Remove ${name || 'this secret'}`,
  secretsInSystem: 'Environment variables that nobody sees again. They are kept in the system’s key store.',
  secretsInFile:
    'Environment variables that nobody sees again. There is no key store here, so they are kept as they are in a file that only you can read:',
  secretRefusal,
  secretTwice: (name: string) => `${name} is there twice. Keep one of them, as a secret or in the environment.`,
  badSecretName: (max: number) =>
    `The name of a secret has letters, digits and underscores and begins with no digit; there are at most ${max}.`,
  turnsPerFolder: 'Turns in one folder at once',
  turnsPerFolderHelp: 'Empty: one, so that no two change the same files at the same time.',
  badTurnsPerFolder: (max: number) => `Turns in one folder at once: a whole number from 1 to ${max}.`,
  concurrentPrompts: 'One program of this agent can run several turns at once',
  nativeSubagents: 'Show the sub-agents that this agent leads itself (a draft of the protocol)',
};
