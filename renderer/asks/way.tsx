import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import type { Step } from '../../protocol/attention.ts';
import { select } from '../stores/window.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

/** Steps that are named one by one; of a longer way the first and the last say where it leads. */
const STEPS_SHOWN_MAX = 3;

/** The steps in one line. */
export const wayName = (way: readonly Step[]): string => way.map(nameOf).join(' › ');

/** Leads to the session at the end of the way. */
export function Way({ way }: { readonly way: readonly Step[] }) {
  const last = way.at(-1);
  if (!last) return null;
  const name = wayName(way);
  return (
    <button
      type="button"
      className="ask-way"
      title={words().showChild(name)}
      aria-label={words().showChild(name)}
      onClick={() => select(last.session)}
    >
      <WayNames way={way} />
    </button>
  );
}

/** The same as words alone, for what is a button already. */
export function WayNames({ way }: { readonly way: readonly Step[] }) {
  const left = way.length > STEPS_SHOWN_MAX;
  const [first, last] = [way.slice(0, 1), way.slice(-1)];
  return (
    <span className="ask-steps">
      {(left ? [...first, null, ...last] : way).map((step, place) => (
        <Fragment key={step?.session ?? 'left-out'}>
          {place > 0 && <Icon of={ChevronRight} size={12} />}
          {step ? <span className="cut">{nameOf(step)}</span> : <span>…</span>}
        </Fragment>
      ))}
    </span>
  );
}

const nameOf = ({ title }: Step): string => title || words().untitled;
