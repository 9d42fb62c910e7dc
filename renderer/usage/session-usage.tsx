import type { ContextUse, Head } from '../../protocol/head.ts';
import { TOKEN_KINDS, type UsageSum, type UsedTurn } from '../../protocol/usage.ts';
import { useSessionUsage } from '../stores/usage.ts';
import { clockTime } from '../words/times.ts';
import { words } from '../words/words.ts';
import { Cells, HeadCells, Partly } from './cells.tsx';
import { compact, shareOf } from './figures.ts';
import { Bar, isNearlyFull } from './meter.tsx';

/** All that is known of a session's use: its context, its sums, and each of its turns. */
export function SessionUsageView({ head }: { readonly head: Head }) {
  const { context, spent } = head;
  const usage = useSessionUsage(head.id, JSON.stringify(spent));
  const below = usage?.below ?? 0;
  return (
    <div className="usage">
      <h2 className="usage-title">{words().contextWindow}</h2>
      {context ? <Context context={context} /> : <p className="usage-quiet">{words().notReported}</p>}
      <h2 className="usage-title">{words().usage}</h2>
      {spent.turns === 0 && below === 0 ? (
        <p className="usage-quiet">{words().usageNothingYet}</p>
      ) : (
        <table className="usage-table">
          <thead>
            <tr>
              <td />
              <HeadCells />
            </tr>
          </thead>
          <tbody>
            <SumRow name={words().thisSession} sum={spent} />
            {usage && below > 0 && <SumRow name={words().withBelow(below)} sum={usage.family} />}
          </tbody>
        </table>
      )}
      <Kinds sum={spent} />
      <Partly sum={spent} />
      {usage && usage.turns.length > 0 && <Turns turns={usage.turns} />}
    </div>
  );
}

function Context({ context }: { readonly context: ContextUse }) {
  const { usedTokens, sizeTokens } = context;
  const { number, contextUse, nearlyFullHelp } = words();
  return (
    <>
      <Bar context={context} />
      <p className="usage-quiet">
        {contextUse(number(usedTokens), number(sizeTokens), shareOf(usedTokens, sizeTokens))}
      </p>
      {isNearlyFull(context) && <p className="usage-warning">{nearlyFullHelp}</p>}
    </>
  );
}

function SumRow({ name, sum }: { readonly name: string; readonly sum: UsageSum }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <Cells usage={sum} />
    </tr>
  );
}

/** What the tokens went into, as far as it was reported. */
function Kinds({ sum }: { readonly sum: UsageSum }) {
  const kinds = TOKEN_KINDS.flatMap((kind) => {
    const tokens = sum.tokens[kind];
    return kind === 'total' || tokens === null ? [] : [`${words().tokenKind(kind)} ${compact(tokens)}`];
  });
  return kinds.length === 0 ? null : <p className="usage-quiet">{kinds.join(' · ')}</p>;
}

function Turns({ turns }: { readonly turns: readonly UsedTurn[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by a key.
    <section className="usage-turns" aria-label={words().usageOfTurns} tabIndex={0}>
      <table className="usage-table">
        <thead>
          <tr>
            <th scope="col">{words().usageTurn}</th>
            <HeadCells />
          </tr>
        </thead>
        <tbody>
          {turns.map(({ turn, at, index, place, usage }) => (
            <tr key={turn} className={place === 'shown' ? undefined : 'usage-off'}>
              <th scope="row">
                {index !== null && <span className="usage-number">{words().number(index + 1)}</span>}
                <time>{clockTime(at)}</time>
                {place !== 'shown' && <span className="usage-place">{words().turnPlace(place)}</span>}
              </th>
              <Cells usage={usage} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
