import type { AvailableCommand } from '@agentclientprotocol/sdk/unstable';
import { EXAMPLES } from './examples.ts';

/** What Playbook understands behind a `/`. Each of them may be written without it, too. */
export const COMMANDS: readonly AvailableCommand[] = [
  { name: 'tour', description: 'Shows in a minute what a runbook is' },
  ...EXAMPLES.map(({ name, about, hint }) => ({ name, description: about, input: { hint } })),
  { name: 'run', description: 'Runs a runbook of this folder', input: { hint: 'path: docs/release.md' } },
  { name: 'continue', description: 'Goes on where a runbook stopped' },
  { name: 'skip', description: 'Goes on without the step that stopped a runbook' },
  { name: 'help', description: 'Says what Playbook understands, and which runbooks are here' },
];
