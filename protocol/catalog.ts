import type { CustomAgent } from './agent.ts';
import type { AgentId, CatalogId } from './ids.ts';
import { assertNever } from './result.ts';

/** A text of the catalog, in every language that a window speaks. */
export type Said = { readonly en: string; readonly zh: string };

/** A program that a person installs, named as on PATH. */
export type ProgramWay = { readonly kind: 'program'; readonly program: string; readonly args: readonly string[] };
/** A package of npm's that npx fetches and runs. */
export type NpxWay = { readonly kind: 'npx'; readonly package: string; readonly args: readonly string[] };
/** One way of starting an agent. */
export type Way = ProgramWay | NpxWay;

/** Systems for which an entry may say how it is installed, as `process.platform` names them. */
export type InstallPlatform = 'darwin' | 'linux' | 'win32';

/** How a person signs in outside of Skein. What the agent itself offers once it runs comes on top. */
export type SignInHint = {
  /** What to type in a terminal; null when only the agent itself can do it, or nothing is known. */
  readonly command: string | null;
  /** Variables of the environment that may hold a key; one of them is enough. */
  readonly variables: readonly string[];
};

/** What an agent needs to be told apart from the protocol. */
export type Quirks = {
  readonly env: Readonly<Record<string, string>>;
  /** See `CustomAgent`; absent: as there. */
  readonly concurrentPrompts?: boolean;
  readonly clientFiles?: boolean;
  readonly nativeSubagents?: boolean;
};

/** An agent that Skein knows of, on this machine or not. */
export type CatalogEntry = {
  readonly id: CatalogId;
  readonly name: string;
  readonly maker: string;
  readonly homepage: string;
  /** One line. */
  readonly about: Said;
  /** The best first; at least one. */
  readonly ways: readonly [Way, ...Way[]];
  /** The command that installs its program; a system that is missing has none that is known. */
  readonly install: { readonly [Platform in InstallPlatform]?: string };
  readonly signIn: SignInHint;
  readonly quirks: Quirks;
  /** The oldest major version of Node that runs it; null when it brings its own or needs none. */
  readonly nodeMin: number | null;
};

/** What this machine has of an entry. */
export type Found =
  /** `path`: absolute, as PATH leads to it. `version`: as it says of itself; null when it says none that is understood. */
  | { readonly kind: 'program'; readonly way: ProgramWay; readonly path: string; readonly version: string | null }
  /** Nothing is installed, but npx can fetch it. `path`: of npx. Whether the package was fetched before is not known. */
  | { readonly kind: 'npx'; readonly way: NpxWay; readonly path: string }
  | { readonly kind: 'nothing'; readonly why: NothingFound };

/** Why an entry cannot be started. Of an entry that npx could run, what npx lacks. */
export type NothingFound =
  | { readonly code: 'not-installed' }
  | { readonly code: 'npx-missing' }
  /** `version`: of the Node that was found, null when it does not say. */
  | { readonly code: 'node-too-old'; readonly version: string | null; readonly min: number };

/**
 * What became of asking the login shell for its environment. Programs that a desktop starts lack what a shell sets up;
 * of all values only the folders of PATH are told.
 */
export type LoginState =
  /** There is no such thing here (Windows): programs get the environment of the app. */
  | { readonly kind: 'none' }
  /** `added`: folders of its PATH that our own lacks. `ms`: how long it took. */
  | {
      readonly kind: 'read';
      readonly shell: string;
      readonly readAt: number;
      readonly ms: number;
      readonly added: readonly string[];
    }
  /** Programs get what it said the time before, if it ever did, else the environment of the app. `shell`: null: unknown. */
  | {
      readonly kind: 'failed';
      readonly shell: string | null;
      readonly readAt: number;
      readonly ms: number;
      readonly why: LoginFailure;
    };

export type LoginFailure =
  | { readonly code: 'no-shell' }
  /** It took longer than `ms`. */
  | { readonly code: 'too-slow'; readonly ms: number }
  | { readonly code: 'too-long' } // it printed without end
  /** It could not be started, or ended without an answer; `message` is the system's, or its last words. */
  | { readonly code: 'not-started'; readonly message: string }
  | { readonly code: 'no-answer'; readonly exitCode: number | null; readonly message: string };

/** The known agents as they were found when it was last looked. */
export type Catalog = {
  readonly agents: readonly CatalogAgent[];
  /** The Node that npx ways run in; null when there is none. */
  readonly node: { readonly path: string; readonly version: string | null } | null;
  readonly login: LoginState;
  readonly lookedAt: number;
};
export type CatalogAgent = { readonly entry: CatalogEntry; readonly found: Found };

/** Agents that were read from a text; nothing is saved. */
export type AgentImport = {
  /** To be saved as they are or after changes. Ids differ among each other; an agent of the same id would be replaced. */
  readonly drafts: readonly CustomAgent[];
  readonly refused: readonly ImportRefusal[];
};

/** An agent in the text that cannot be taken. `name`: as the text calls it, at most 64 characters. */
export type ImportRefusal = { readonly name: string; readonly why: ImportTrouble };

export type ImportTrouble =
  /** It comes as an archive, and no program of that name is on PATH. `homepage`: null when the text has none. */
  | { readonly code: 'not-installed'; readonly program: string; readonly homepage: string | null }
  /** It comes as archives, and none of them is for this system. */
  | { readonly code: 'other-system' }
  /** It is reached over the network, or in a way that is not known here. */
  | { readonly code: 'no-program' }
  /** A field is missing or not as it must be; `path` names it, as in `distribution.npx.package`. */
  | { readonly code: 'malformed'; readonly path: string }
  /** Only so many agents are read from one text. */
  | { readonly code: 'too-many'; readonly max: number };

/** Why nothing can be read from a text. */
export type CatalogRefusal =
  /** `line` and `column` from 1; null when they are not known. */
  | { readonly code: 'not-json'; readonly line: number | null; readonly column: number | null }
  | { readonly code: 'no-agents' };

/** The agent that a person gets who adds an entry as it was found. What was not found is set to its best way. */
export function draftOf(entry: CatalogEntry, found: Found): CustomAgent {
  const way = found.kind === 'nothing' ? entry.ways[0] : found.way;
  const { env, ...quirks } = entry.quirks;
  const id: string = entry.id;
  return { id: id as AgentId, name: entry.name, ...commandOf(way), env: { ...env }, ...quirks, catalog: entry.id };
}

/**
 * What runs a way. The program is named, not its path: an update may put it elsewhere on PATH, and PATH is what the
 * agent is started with. `-y`: nobody could answer npx' question.
 */
export function commandOf(way: Way): Pick<CustomAgent, 'command' | 'args'> {
  switch (way.kind) {
    case 'program':
      return { command: way.program, args: [...way.args] };
    case 'npx':
      return { command: 'npx', args: ['-y', way.package, ...way.args] };
    default:
      return assertNever(way);
  }
}
