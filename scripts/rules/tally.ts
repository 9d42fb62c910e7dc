import { allRules, PARTS, type Rule, type Table } from './table.ts';
import type { Titles } from './titles.ts';

/** Of one part: rules by what can be said of them. Every rule is in one list. */
export type Tally = {
  readonly part: string;
  /** A test names it. */
  readonly proved: readonly string[];
  /** It should hold, and no test names it. */
  readonly missing: readonly string[];
  readonly later: readonly string[];
  readonly notApplicable: readonly string[];
};

/** The project's own rules: a stage of the work and a number in it. */
const OWN_RULE = /^S\d+\.\d+$/;

/** What makes the table or the titles wrong, a sentence each; empty when every rule has one disposition. */
export function problemsOf(table: Table, titles: Titles): readonly string[] {
  const known = allRules();
  const rows = table.rules.map((rule) => rule.id);
  const unreadable = new Set(table.problems.map((problem) => problem.slice(0, problem.indexOf(':'))));
  return [
    ...table.problems,
    ...known.filter((id) => !rows.includes(id) && !unreadable.has(id)).map((id) => `${id} has no row`),
    ...known.filter((id) => rows.indexOf(id) !== rows.lastIndexOf(id)).map((id) => `${id} has more than one row`),
    ...rows.filter((id) => !known.includes(id)).map((id) => `there is no rule ${id}, but a row`),
    ...[...titles]
      .filter(([id]) => !known.includes(id) && !OWN_RULE.test(id))
      .map(([id, files]) => `there is no rule ${id}, but a title in ${files.join(' and ')}`),
  ];
}

export function tallyOf(rules: readonly Rule[], titles: Titles): readonly Tally[] {
  return Object.keys(PARTS).map((part) => {
    const own = rules.filter((rule) => rule.id.startsWith(part));
    const idsOf = (wanted: State) => own.filter((rule) => stateOf(rule, titles) === wanted).map((rule) => rule.id);
    return {
      part,
      proved: idsOf('proved'),
      missing: idsOf('missing'),
      later: idsOf('later'),
      notApplicable: idsOf('notApplicable'),
    };
  });
}

/** A line for each part, then the missing ones. */
export function printed(tallies: readonly Tally[]): string {
  const lines = tallies.map(({ part, proved, missing, later, notApplicable }) => {
    const counts = [proved, missing, later, notApplicable].map((ids) => String(ids.length).padStart(5));
    const [first, second, third, fourth] = counts;
    return `${part}   ${first} proved ${second} missing ${third} later ${fourth} not applicable`;
  });
  const gaps = tallies.filter(({ missing }) => missing.length > 0);
  return [...lines, ...gaps.map(({ part, missing }) => `\nMissing in ${part}: ${missing.join(' ')}`)].join('\n');
}

type State = 'proved' | 'missing' | 'later' | 'notApplicable';

function stateOf(rule: Rule, titles: Titles): State {
  if (titles.has(rule.id)) return 'proved';
  switch (rule.disposition.kind) {
    case 'as written':
    case 'restated':
      return 'missing';
    case 'later':
      return 'later';
    case 'not applicable':
      return 'notApplicable';
  }
}
