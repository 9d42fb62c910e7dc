import { type ParseError, parse } from 'jsonc-parser';
import type { CustomAgent } from '../../../protocol/agent.ts';
import type { AgentImport, CatalogRefusal, ImportRefusal } from '../../../protocol/catalog.ts';
import { IMPORT_AGENTS_MAX } from '../../../protocol/limits.ts';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { cut, isShape, type Shape, textAt } from '../shape.ts';
import { type DraftPorts, draftFrom } from './draft.ts';
import { Handles } from './handles.ts';

/** As names of agents are. */
const NAME_CHARS_MAX = 64;

/** An agent as a text describes it. `key`: what it is called beside its description; null when it is not. */
type Described = { readonly key: string | null; readonly value: unknown };

/**
 * Agents that a text in JSON describes, comments and trailing commas forgiven. Known forms: the ACP registry, one of its
 * entries (https://github.com/agentclientprotocol/registry, FORMAT.md), the `agent_servers` of Zed's settings or of
 * JetBrains' acp.json, a list of agents, and one agent as we save it.
 */
export async function readAgents(text: string, ports: DraftPorts): Promise<Result<AgentImport, CatalogRefusal>> {
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const described = describedIn(parsed.value);
  if (described.length === 0) return refuse({ code: 'no-agents' });
  const handles = new Handles();
  const drafts: CustomAgent[] = [];
  const refused: ImportRefusal[] = [];
  for (const one of described.slice(0, IMPORT_AGENTS_MAX)) {
    const draft = await draftFrom(one.key, one.value, ports);
    if (draft.ok) drafts.push({ ...draft.value, id: handles.take(draft.value.id) });
    else refused.push({ name: nameOf(one), why: draft.refusal });
  }
  const next = described[IMPORT_AGENTS_MAX];
  if (next) refused.push({ name: nameOf(next), why: { code: 'too-many', max: IMPORT_AGENTS_MAX } });
  return ok({ drafts, refused });
}

/** Manuals often show a part of a file without the braces around it. */
function parseText(text: string): Result<unknown, CatalogRefusal> {
  const bare = /^\s*"/.test(text);
  const mistakes: ParseError[] = [];
  const value: unknown = parse(bare ? `{${text}}` : text, mistakes, { allowTrailingComma: true });
  const [first] = mistakes;
  if (first) return refuse({ code: 'not-json', ...placeOf(text, first.offset - (bare ? 1 : 0)) });
  return ok(value);
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, Math.max(0, offset)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function describedIn(value: unknown): readonly Described[] {
  if (Array.isArray(value)) return value.map((one: unknown) => ({ key: null, value: one }));
  if (!isShape(value)) return [];
  const { agents, agent_servers: servers } = value;
  if (Array.isArray(agents)) return agents.map((one: unknown) => ({ key: null, value: one }));
  if (isShape(servers)) return Object.entries(servers).map(([key, one]) => ({ key, value: one }));
  return isAgent(value) ? [{ key: null, value }] : [];
}

const isAgent = (value: Shape) => 'distribution' in value || 'command' in value;

function nameOf({ key, value }: Described): string {
  const shape = isShape(value) ? value : {};
  return cut(textAt(shape, 'name') ?? key ?? textAt(shape, 'id') ?? '', NAME_CHARS_MAX);
}
