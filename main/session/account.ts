import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, Title } from '../../protocol/head.ts';
import { TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import type { Progress } from '../../protocol/progress.ts';
import { ok, refuse } from '../../protocol/result.ts';
import { oneLine } from '../../protocol/text.ts';
import { isActive } from '../../protocol/turn.ts';
import { type Decision, firstChars } from './open-turn.ts';

/** What a session is called, what its work comes to and how far it is: an account of it in words. */
export function rename(head: Head, title: string, by: 'person' | 'agent'): Decision {
  const text = title.trim();
  if (text === '') return refuse({ code: 'empty-title' });
  if ([...text].length > TITLE_CHARS_MAX) return refuse({ code: 'title-too-long', maxChars: TITLE_CHARS_MAX });
  if (by === 'agent' && head.title.by === 'person') return refuse({ code: 'named-by-person' });
  if (text === head.title.text && head.title.by === by) return ok([]);
  return ok([{ type: 'renamed', title: { text, by } }]);
}

/** No words: there is nothing to say of it any more. */
export function setSummary(head: Head, words: string): Decision {
  const summary = words.trim();
  return ok(summary === head.summary ? [] : [{ type: 'summary-set', summary }]);
}

/** Of what does not run there is none. */
export function reportProgress(head: Head, progress: Progress): Decision {
  if (!isActive(head.turn)) return refuse({ code: 'nothing-running' });
  return ok([{ type: 'progress-set', progress }]);
}

/**
 * What an agent calls the session counts until a person has named it. Some send their newest prompt for it each time,
 * or the one before when a word of it comes late, which names nothing.
 */
export function agentTitle(head: Head, title: string, prompts: readonly string[]): readonly SessionEvent[] {
  const text = firstChars(title.trim(), TITLE_CHARS_MAX);
  if (text === '' || head.title.by === 'person' || head.title.text === text) return [];
  const beginning = oneLine(text).replace(/(?:…|\.\.\.)$/, '');
  if (prompts.some((prompt) => oneLine(prompt).startsWith(beginning))) return [];
  return [{ type: 'renamed', title: { text, by: 'agent' } satisfies Title }];
}
