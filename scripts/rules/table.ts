/** The parts of the rules and how many each has. */
export const PARTS = { W: 104, C: 87, B: 36, G: 41, X: 7 } as const;

/** What became of a rule here. `step` is the stage of the work in which it will hold. */
export type Disposition =
  | { readonly kind: 'as written' | 'restated' | 'not applicable' }
  | { readonly kind: 'later'; readonly step: number };

/** A change of one line that a test of the rule must notice. `before` is in the file exactly once. */
export type Mutation = { readonly file: string; readonly before: string; readonly after: string };

export type Rule = {
  readonly id: string;
  readonly disposition: Disposition;
  readonly sentence: string;
  readonly mutation: Mutation | null;
};

export type Table = { readonly rules: readonly Rule[]; readonly problems: readonly string[] };

const ROW = /^\|\s*([A-Z]\d+)\s*\|/;
const LATER = /^later \(step (\d)\)$/;
const MUTATION = /^([\w./-]+): `([^`]+)` → `([^`]+)`$/;

/** All rules there are, in their order. */
export const allRules = (): readonly string[] =>
  Object.entries(PARTS).flatMap(([part, count]) => Array.from({ length: count }, (_, index) => `${part}${index + 1}`));

/** Reads the tables of `test/RULES.md`: the rows that begin with a rule. What cannot be read is a problem. */
export function parseTable(markdown: string): Table {
  const rows = markdown.split('\n').flatMap((line) => {
    const id = ROW.exec(line)?.[1];
    return id === undefined ? [] : [parseRow(id, cellsOf(line))];
  });
  return {
    rules: rows.flatMap((row) => (typeof row === 'string' ? [] : [row])),
    problems: rows.filter((row) => typeof row === 'string'),
  };
}

/** The rule of a row, or what is wrong with it. */
function parseRow(id: string, cells: readonly string[]): Rule | string {
  const [, kind = '', sentence = '', noted = ''] = cells;
  if (cells.length !== 4) return `${id}: a row has four cells, this one ${cells.length}`;
  const disposition = parseDisposition(kind);
  if (!disposition) return `${id}: "${kind}" is no disposition`;
  if (sentence === '') return `${id}: no word on what holds here`;
  if (noted === '') return { id, disposition, sentence, mutation: null };
  const mutation = parseMutation(noted);
  return mutation ? { id, disposition, sentence, mutation } : `${id}: its mutation is not "file: \`old\` → \`new\`"`;
}

function parseDisposition(text: string): Disposition | undefined {
  if (text === 'as written' || text === 'restated' || text === 'not applicable') return { kind: text };
  const step = LATER.exec(text)?.[1];
  return step === undefined ? undefined : { kind: 'later', step: Number(step) };
}

function parseMutation(text: string): Mutation | undefined {
  const [, file, before, after] = MUTATION.exec(text) ?? [];
  return file && before && after ? { file, before, after } : undefined;
}

/** A bar inside a cell is written `\|`, also in code. */
const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
