import type { KeyProblem } from '../keys/resolve.ts';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';

/** What of the file does not count, and where it stands. */
export function KeyProblems({ problems }: { readonly problems: readonly KeyProblem[] }) {
  return (
    <section className="key-problems" aria-label={words().keyProblemsTitle}>
      <Glyph shape="fail" label={null} />
      <div className="grow">
        <p>{words().keyProblemsTitle}</p>
        <ul>
          {problems.map((problem) => {
            const place = 'line' in problem ? words().place(problem.line, problem.column) : '';
            const said = words().keyProblem(problem);
            return (
              <li key={`${place} ${problem.code} ${said}`}>
                {place !== '' && <span className="key-place">{place}</span>}
                <span>{said}</span>
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
