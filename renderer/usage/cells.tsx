import type { TurnUsage, UsageSum } from '../../protocol/usage.ts';
import { stopwatch } from '../words/times.ts';
import { words } from '../words/words.ts';
import { costOf, timeOf, tokensOf } from './figures.ts';

/** Above {@link Cells}. */
export function HeadCells() {
  return (
    <>
      <th scope="col">{words().usageTime}</th>
      <th scope="col">{words().usageTokens}</th>
      <th scope="col">{words().usageCost}</th>
    </>
  );
}

/** Time, tokens and cost, in this order, of a turn or of a sum. */
export function Cells({ usage }: { readonly usage: TurnUsage }) {
  return (
    <>
      <td title={detailOf(usage)}>
        <Figure text={timeOf(usage)} />
      </td>
      <td>
        <Figure text={tokensOf(usage)} />
      </td>
      <td>
        <Figure text={costOf(usage)} />
      </td>
    </>
  );
}

/** What nobody reported is said to be that, never to be nothing. */
function Figure({ text }: { readonly text: string | undefined }) {
  return text ?? <span className="usage-unknown">{words().notReported}</span>;
}

/** Which sums lack something; nothing where none does, or where the cells say that all is unknown. */
export function Partly({ sum }: { readonly sum: UsageSum }) {
  const { turns, reported } = sum;
  const said = { tokens: words().tokensPartly, cost: words().costPartly, time: words().timePartly };
  return (['tokens', 'cost', 'time'] as const)
    .filter((what) => reported[what] > 0 && reported[what] < turns)
    .map((what) => (
      <p key={what} className="usage-quiet">
        {said[what](reported[what], turns)}
      </p>
    ));
}

/** For whom a turn waited, and how many tools it called. */
export function detailOf({ times, toolCalls }: TurnUsage): string {
  const { notReported, number, turnUsage } = words();
  const span = (ms: number | null) => (ms === null ? notReported : stopwatch(ms));
  const calls = toolCalls === null ? notReported : number(toolCalls);
  return turnUsage(span(times.workMs), span(times.personMs), span(times.childrenMs), calls);
}
