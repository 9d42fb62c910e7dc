import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The test files that name each rule in a title. */
export type Titles = ReadonlyMap<string, readonly string[]>;

const TEST_FILE = /\.(?:test|spec)\.tsx?$/;
/** Titles begin with their rules, so a text that begins with one is a title. */
const TITLE = /['"`]((?:\[[A-Z]+\d+(?:\.\d+)?\]\s*)+)/g;
const TOKEN = /\[([^\]]+)\]/g;

/** The rules that the titles of one test file name, each once. */
export function rulesNamed(source: string): readonly string[] {
  const found = [...source.matchAll(TITLE)].flatMap(([, tokens = '']) =>
    [...tokens.matchAll(TOKEN)].flatMap(([, id]) => (id === undefined ? [] : [id])),
  );
  return [...new Set(found)];
}

/** All test files under `test/` of the project at `root`; their paths begin with `test/`. */
export function readTitles(root: string): Titles {
  const titles = new Map<string, string[]>();
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    TEST_FILE.test(file),
  );
  for (const file of files.sort()) {
    const path = join('test', file);
    for (const id of rulesNamed(readFileSync(join(root, path), 'utf8'))) {
      titles.set(id, [...(titles.get(id) ?? []), path]);
    }
  }
  return titles;
}
