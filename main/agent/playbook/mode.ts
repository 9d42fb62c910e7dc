import type { SessionConfigOption } from '@agentclientprotocol/sdk';

/** Whether the steps of a runbook happen, or are only shown. */
export type Mode = 'run' | 'dry-run';

/** The id of the one thing that may be chosen here. */
export const MODE_OPTION = 'mode';

/** Undefined for what is no mode. */
export const parseMode = (value: unknown): Mode | undefined =>
  value === 'run' || value === 'dry-run' ? value : undefined;

/** What a person may choose, as the protocol has it. */
export const optionsOf = (mode: Mode): SessionConfigOption[] => [
  {
    type: 'select',
    id: MODE_OPTION,
    name: 'Mode',
    description: 'Whether the steps of a runbook happen, or are only shown.',
    category: 'mode',
    currentValue: mode,
    options: [
      { value: 'run', name: 'Run', description: 'Carries out every step, and asks before it acts.' },
      { value: 'dry-run', name: 'Dry run', description: 'Shows what each step would do. Nothing is run or written.' },
    ],
  },
];
