import type { SessionId } from '../../protocol/ids.ts';
import type { ToolItem } from '../../protocol/item.ts';
import { type OwnTool, ownToolOf } from '../../protocol/own-tools.ts';
import { oneLine } from '../../protocol/text.ts';
import { words } from '../words/words.ts';

/** What a session is called. */
export type NameOf = (session: SessionId) => string;

const ID = 'se-[0-9A-HJKMNP-TV-Z]{26}';
/** How agents write the sessions that they were told of. */
const REFERENCE = new RegExp(`(?:@session:|\\bskein://session/)(${ID})\\b`, 'g');
const BARE = new RegExp(`\\b${ID}\\b`, 'g');

/** How a tool call is called: ours in words, with those named whom it is about; others as their agents call them. */
export function toolTitle({ tool, title, input }: Pick<ToolItem, 'tool' | 'title' | 'input'>, nameOf: NameOf): string {
  if (tool === 'compact') return words().compaction;
  const own = ownToolOf(title);
  if (!own) return withReferences(title, nameOf);
  const subject = subjectOf(own, argumentsIn(input), nameOf);
  return subject === '' ? words().ownTool(own) : words().toolAbout(words().ownTool(own), subject);
}

/** A text with the sessions that it refers to by their names. */
export const withReferences = (text: string, nameOf: NameOf): string =>
  text.replace(REFERENCE, (_, id: SessionId) => `“${nameOf(id)}”`);

/** The same of what our own tools are given and give, where ids stand bare. */
export const withNames = (text: string, nameOf: NameOf): string =>
  text.replace(REFERENCE, '$1').replace(BARE, (id) => `“${nameOf(id as SessionId)}”`);

/** The sessions that a text names in any way, each once. */
export const sessionsIn = (text: string): readonly SessionId[] => [...new Set(text.match(BARE) as SessionId[] | null)];

type Arguments = Readonly<Record<string, unknown>>;

/** Some agents wrap what they give to a tool. What was cut off, or is nothing of the kind, gives nothing. */
function argumentsIn(input: string): Arguments {
  try {
    const parsed: unknown = JSON.parse(input);
    const given = isRecord(parsed) && isRecord(parsed['arguments']) ? parsed['arguments'] : parsed;
    return isRecord(given) ? given : {};
  } catch {
    return {}; // the title does without
  }
}

const isRecord = (value: unknown): value is Arguments => typeof value === 'object' && value !== null;

/** What a call is about, in one line; empty when it does not say. */
function subjectOf(tool: OwnTool, given: Arguments, nameOf: NameOf): string {
  const text = (name: string) => (typeof given[name] === 'string' ? oneLine(given[name]) : '');
  switch (tool) {
    case 'spawn_agent':
      return text('title') || text('task');
    case 'wait_for_agents':
      return sessionsIn(JSON.stringify(given['sessions'] ?? []))
        .map(nameOf)
        .join(', ');
    case 'send_to_agent':
    case 'read_session':
    case 'stop_agent':
      return sessionsIn(text('session')).map(nameOf).join(', ');
    case 'set_title':
      return text('title');
    case 'set_summary':
      return text('summary');
    case 'report_progress':
      return text('text');
    case 'list_agents':
      return '';
  }
}
