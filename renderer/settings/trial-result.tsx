import type { AgentTest } from '../../protocol/agent.ts';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';

export type Trial =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly test: AgentTest };

/** What came of trying an agent: who it says it is and what it can, or why it cannot be used and what it said last. */
export function TrialResult({ trial }: { readonly trial: Trial }) {
  if (trial.kind !== 'done') return null;
  const { test } = trial;
  if (test.kind === 'works') {
    return (
      <div role="status" className="trial">
        <Glyph shape="done" label={null} />
        <span>{words().testWorks(test.name, test.version, test.ms)}</span>
        <span className="trial-can">
          {test.can.map((ability) => (
            <span key={ability} className="chip">
              {words().ability(ability)}
            </span>
          ))}
        </span>
      </div>
    );
  }
  return (
    <div role="alert" className="trial trial-fails">
      <Glyph shape="fail" label={null} />
      <div className="grow">
        <p>{words().failure(test.failure)}</p>
        <p>{test.failure.message}</p>
        {test.failure.detail !== '' && <pre className="well">{test.failure.detail}</pre>}
      </div>
    </div>
  );
}
