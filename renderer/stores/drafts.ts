import { create } from 'zustand';
import { storedJson } from './stored-json.ts';

const KEY = 'skein.drafts';
/** Drafts of the sessions that were written in last; more would fill the page's storage. */
const DRAFTS_MAX = 100;
const DRAFT_CHARS_MAX = 128 * 1024;

/** What was typed and not sent, by session, newest last. It survives a reload and a restart. */
type Drafts = { readonly drafts: Readonly<Record<string, string>> };

export const useDrafts = create<Drafts>()(() => ({ drafts: read() }));

export function setDraft(id: string, text: string): void {
  const { [id]: _, ...others } = useDrafts.getState().drafts;
  const kept = Object.entries(others).slice(-(DRAFTS_MAX - 1));
  const drafts = text === '' ? others : { ...Object.fromEntries(kept), [id]: text.slice(0, DRAFT_CHARS_MAX) };
  useDrafts.setState({ drafts });
  localStorage.setItem(KEY, JSON.stringify(drafts));
}

/** What was sent is written no more; whoever went on writing meanwhile keeps all of it. */
export function endDraft(id: string, sent: string): void {
  if (useDrafts.getState().drafts[id] === sent) setDraft(id, '');
}

function read(): Record<string, string> {
  const stored = storedJson(KEY);
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
