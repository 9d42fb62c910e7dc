import { BEFORE_START } from '../../protocol/follow.ts';
import type { Head, SessionState } from '../../protocol/head.ts';
import type { ItemId, RequestId } from '../../protocol/ids.ts';
import type { Item, Notice } from '../../protocol/item.ts';
import { fetchedAt } from '../../protocol/origin.ts';
import { type NameOf, toolTitle } from '../children/tool-title.ts';
import { nextForm } from '../forms/next-form.ts';
import { words } from '../words/words.ts';

/** What is read out of one thing that is long; the rest is in the transcript. */
const SPOKEN_CHARS_MAX = 400;

/** What is read out of things that ended in one frame: a voice that lags behind is no help. */
const SPOKEN_ITEMS_MAX = 4;

/** What a person was told of a conversation. It is as long as the window that it was told of. */
export type Told = {
  /** Told, or there before anybody listened. */
  readonly items: ReadonlySet<ItemId>;
  /** Order of the first item of the window then: what is before it is old. */
  readonly first: number;
  readonly path: number;
  readonly question: RequestId | null;
};

type Heard = { readonly told: Told; readonly lines: readonly string[] };

/**
 * What there is to say now, oldest first: what has ended since the last time, each thing once, and whatever waits for the
 * person. `told` null: they have only begun to listen, so that what is there is nothing new. Nor is what a fetch brings,
 * or another branch.
 */
export function hear(told: Told | null, { head, window }: SessionState, agent: string, nameOf: NameOf): Heard {
  const { items } = window;
  const before = told?.path === head.path ? told : null;
  const isNews = (item: Item) =>
    hasEnded(item) && before !== null && item.order >= before.first && !before.items.has(item.id);
  const ended = items.filter(isNews);
  const worthIt = ended.filter((item) => item.at !== fetchedAt(head));
  const lines = worthIt.flatMap((item) => spokenOf(item, agent, nameOf) ?? []).slice(-SPOKEN_ITEMS_MAX);
  const question = nextQuestion(head, agent);
  if (question && question.id !== told?.question) lines.push(question.line);
  const first = items[0]?.order ?? BEFORE_START;
  const asked = question?.id ?? null;
  if (before?.first === first && before.question === asked && ended.length === 0) return { told: before, lines };
  const known = items.filter((item) => hasEnded(item) || before?.items.has(item.id)).map(({ id }) => id);
  return { told: { items: new Set(known), first, path: head.path, question: asked }, lines };
}

const hasEnded = (item: Item) => !('endedAt' in item) || item.endedAt !== null;

/** Null: nothing. A person knows what they said, and thoughts are not said to them. */
function spokenOf(item: Item, agent: string, nameOf: NameOf): string | null {
  if (item.kind === 'prompt' && item.from) return cut(`${words().sentBy(nameOf(item.from))}: ${item.text.head}`);
  if (item.kind === 'reply') return cut(`${words().said(agent)}: ${item.text.head}`);
  if (item.kind === 'tool') return `${cut(toolTitle(item, nameOf))}, ${words().toolStatus(item.status)}`;
  return item.kind === 'notice' ? cut(noticeOf(item.notice)) : null;
}

function noticeOf(notice: Notice): string {
  if (notice.code === 'from-agent') return notice.text;
  if (notice.code !== 'ended') return words().notice(notice);
  const { outcome } = notice;
  return outcome.kind === 'failed'
    ? `${words().failure(outcome.failure)} ${outcome.failure.message}`.trim()
    : words().outcome(outcome);
}

/** Whichever is docked above the composer: who asks, and for what. */
function nextQuestion(head: Head, agent: string): { readonly id: RequestId; readonly line: string } | null {
  const form = nextForm(head);
  if (form) {
    const { ask, message } = form;
    const does = ask.kind === 'link' ? words().wantsYouAt : words().asksYou;
    const what = ask.kind === 'link' ? [message, ask.url] : [ask.title ?? '', message];
    return { id: form.id, line: cut(`${agent} ${does}: ${what.filter((part) => part !== '').join(' ')}`) };
  }
  const request = head.requests[0];
  if (!request) return null;
  const does = request.command === null ? words().wantsTo : words().wantsToRun;
  return { id: request.id, line: cut(`${agent} ${does}: ${request.command ?? request.title}`) };
}

const cut = (text: string) => text.slice(0, SPOKEN_CHARS_MAX);
