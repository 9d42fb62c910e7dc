import type { Summary } from '../../protocol/summary.ts';
import { shareOf } from '../usage/figures.ts';
import { words } from '../words/words.ts';

type Told = Pick<Summary, 'activity' | 'progress' | 'summary' | 'background' | 'archivedAt'>;

/** What a session does, and what it says of it, in one line: how far it is while it works, else what came of it. */
export function doingOf({ activity, progress, summary, background, archivedAt }: Told): string {
  const parts = [
    archivedAt === null ? words().activity(activity) : words().archivedWord,
    background ? words().backgroundWord : '',
    progress ? progressOf(progress) : summary,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function progressOf({ text, share }: NonNullable<Summary['progress']>): string {
  return share === null ? text : words().sharePart(shareOf(share, 1), text);
}
