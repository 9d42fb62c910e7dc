import { useEffect, useState } from 'react';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { words } from '../words/words.ts';
import { FILES_SHOWN_MAX } from './offers.ts';

/** Typed beyond this it is no path. */
const QUERY_CHARS_MAX = 256;

/** What is known last stays while the next is looked for. */
export type FoundFiles = {
  readonly kind: 'looking' | 'found' | 'failed';
  /** What was typed when these were found. */
  readonly query: string;
  readonly files: readonly string[];
  /** The folder has more files than were looked through. */
  readonly truncated: boolean;
  /** Why there are none, for a person; empty while it did not fail. */
  readonly why: string;
};

const LOOKING: FoundFiles = { kind: 'looking', query: '', files: [], truncated: false, why: '' };

/** Files of a folder by what was typed of them; null while nothing is asked. */
export function useFoundFiles(folder: string, query: string | null): FoundFiles {
  const [found, setFound] = useState(LOOKING);
  useEffect(() => {
    if (query === null) {
      setFound(LOOKING);
      return;
    }
    const over = new AbortController();
    setFound((before) => (before.kind === 'found' ? { ...before, kind: 'looking' } : LOOKING));
    void look(folder, query, over.signal).then((next) => {
      if (!over.signal.aborted) setFound(next);
    });
    return () => over.abort();
  }, [folder, query]);
  return found;
}

async function look(folder: string, query: string, signal: AbortSignal): Promise<FoundFiles> {
  if (query.length > QUERY_CHARS_MAX) return { ...LOOKING, kind: 'found', query };
  const input = { folder, query, limit: FILES_SHOWN_MAX };
  const answer = await asked(() => host().folders.files(input, { signal }), words().folderRefusal);
  return answer.ok
    ? { kind: 'found', query, ...answer.value, why: '' }
    : { ...LOOKING, kind: 'failed', query, why: answer.refusal };
}
