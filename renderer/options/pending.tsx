import { words } from '../words/words.ts';

/** Beside a choice that the agent has not taken up yet. */
export function Pending({ id }: { readonly id: string }) {
  return (
    <span className="option-pending">
      <span id={id} className="unseen">
        {words().notTakenUp}
      </span>
    </span>
  );
}
