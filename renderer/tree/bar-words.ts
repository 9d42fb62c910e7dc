import type { SessionId } from '../../protocol/ids.ts';
import { useSessions } from '../stores/sessions.ts';
import { clockTime, moment, stopwatch } from '../words/times.ts';
import { words } from '../words/words.ts';
import type { Bar } from './timeline-bars.ts';

const DAY_MS = 86_400_000;
/** Names of those that were waited for; more say less. */
const NAMES_MAX = 4;

/** What a bar tells, a sentence for each line: how it ended, when it ran, and what it waited for. */
export function barWords({ turn, from, to, parts }: Bar): readonly string[] {
  const took = stopwatch(to - from);
  const when = Date.now() - from > DAY_MS ? moment : clockTime;
  const ended = turn.outcome === null ? words().turnWorks : words().turnOutcome(turn.outcome);
  const ran =
    turn.endedAt === null ? words().turnRuns(when(from), took) : words().turnRan(when(from), clockTime(to), took);
  const waits = parts.flatMap((part) =>
    part.kind === 'work'
      ? []
      : [words().waitedFor({ cause: part.kind, took: stopwatch(part.to - part.from), whom: namesOf(part.children) })],
  );
  return [ended, ran, ...waits];
}

function namesOf(children: readonly SessionId[]): string {
  const { summaries } = useSessions.getState();
  const names = children.map((id) => summaries.get(id)?.title || words().untitled);
  const more = names.length > NAMES_MAX ? ['…'] : [];
  return [...names.slice(0, NAMES_MAX), ...more].join(', ');
}
