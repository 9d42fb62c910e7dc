/**
 * The stress at full size: twenty sessions on four agents for five minutes. `npm run stress`, or with another seed and
 * fewer seconds: `npm run stress -- 42 60`.
 */
import type { Agent } from '../../../protocol/agent.ts';
import { scriptedAgent } from '../../support/recorded-turns.ts';
import { Stress } from './stress.ts';

const SECONDS = 300;

const AGENTS: readonly Agent[] = [
  scriptedAgent({ reopens: 'resume' }, 'one'),
  { ...scriptedAgent({ reopens: 'load', ignoresTerm: true }, 'two'), turnsPerFolder: 2 } as Agent,
  { ...scriptedAgent({ reopens: 'resume' }, 'many'), turnsPerFolder: 4, concurrentPrompts: true } as Agent,
  scriptedAgent({ reopens: 'load', ignoresClosedInput: true }, 'stubborn'),
];

const [, , seedArg, secondsArg] = process.argv;
const seed = seedArg ? Number(seedArg) : Math.floor(Math.random() * 2 ** 31);
const seconds = secondsArg ? Number(secondsArg) : SECONDS;
process.stdout.write(`seed ${seed}, ${seconds} seconds\n`);
const until = Date.now() + seconds * 1_000;
const turns = Number.POSITIVE_INFINITY;
const stress = new Stress({
  seed,
  agents: AGENTS,
  sessions: 20,
  folders: 3,
  turns,
  until,
  crashes: seconds,
  restarts: 5,
});
process.stdout.write(`nothing was stuck, lost or left: ${JSON.stringify(await stress.run())}\n`);
process.exit();
