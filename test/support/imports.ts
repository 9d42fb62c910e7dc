import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** One import as it stands in a source. `typeOnly` ones are gone at run time. */
export type Import = { readonly file: string; readonly target: string; readonly typeOnly: boolean };

/** Source text by path, both relative to the project's root. */
export type Sources = ReadonlyMap<string, string>;

/** Which files a rule is about, and what they may import at run time; `types` may be imported as types besides. */
export type FolderRule = {
  readonly folder: string;
  readonly allowed: readonly string[];
  readonly types?: readonly string[];
};
/** Packages that only these files may import. */
export type OwnerRule = { readonly target: RegExp; readonly owners: readonly string[] };

const STATEMENT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/g;
const CALL = /\bimport\('([^']+)'\)/g;

export function readSources(folders: readonly string[]): Sources {
  const sources = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = posix.join(folder, name.replaceAll('\\', '/'));
      if (/\.tsx?$/.test(path)) sources.set(path, readFileSync(path, 'utf8'));
    }
  }
  return sources;
}

export function importsOf(sources: Sources): readonly Import[] {
  return [...sources].flatMap(([file, text]) => [
    ...[...text.matchAll(STATEMENT)].map((found) => resolved(file, found[2] ?? '', found[1] !== undefined)),
    ...[...text.matchAll(CALL)].map((found) => resolved(file, found[1] ?? '', false)),
  ]);
}

const resolved = (file: string, target: string, typeOnly: boolean): Import => ({
  file,
  target: target.startsWith('.') ? posix.join(posix.dirname(file), target) : target,
  typeOnly,
});

/** Every import that a folder rule does not allow. The most specific rule of a file counts. */
export function strayImports(imports: readonly Import[], rules: readonly FolderRule[]): readonly string[] {
  return imports
    .filter(({ file, target, typeOnly }) => {
      const rule = ruleOf(file, rules);
      const allowed = [...(rule?.allowed ?? []), ...(typeOnly ? (rule?.types ?? []) : [])];
      return !allowed.some((prefix) => within(target, prefix));
    })
    .map(({ file, target }) => `${file} → ${target}`);
}

/** Every run-time import of an owned package by somebody else. */
export function foreignImports(imports: readonly Import[], rules: readonly OwnerRule[]): readonly string[] {
  return imports
    .filter(({ file, target, typeOnly }) => {
      const rule = rules.find((owned) => owned.target.test(target));
      return rule !== undefined && !typeOnly && !rule.owners.some((owner) => within(file, owner));
    })
    .map(({ file, target }) => `${file} → ${target}`);
}

function ruleOf(file: string, rules: readonly FolderRule[]): FolderRule | undefined {
  const matching = rules.filter((rule) => within(file, rule.folder));
  return matching.sort((a, b) => b.folder.length - a.folder.length)[0];
}

const within = (path: string, prefix: string) =>
  path === prefix || path.startsWith(prefix.endsWith(':') ? prefix : `${prefix}/`);
