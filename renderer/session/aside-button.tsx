import { MessageCircleQuestionMark } from 'lucide-react';
import type { SessionId } from '../../protocol/ids.ts';
import { hideAsides, showAside, showAsides, useAsides, useAsidesOf } from '../stores/asides.ts';
import { useSessions } from '../stores/sessions.ts';
import { IconButton } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';

/** Opens and closes the panel of a session's asides, and tells of one there that waits for an answer. */
export function AsideButton({ parent }: { readonly parent: SessionId }) {
  const open = useAsides((state) => state.shown[parent] !== undefined);
  const asides = useAsidesOf(parent);
  const asking = useSessions(({ summaries }) => asides.find(({ id }) => summaries.get(id)?.activity.kind === 'asking'));
  return (
    <span className="aside-button">
      <IconButton
        icon={MessageCircleQuestionMark}
        label={open ? words().hideAsides : words().askAside}
        aria-pressed={open}
        onClick={() => (open ? hideAsides(parent) : showAsides(parent))}
      />
      {asking && !open ? (
        <button
          type="button"
          className="aside-asks"
          aria-label={words().asideAsks}
          title={words().asideAsks}
          onClick={() => showAside(parent, asking.id)}
        >
          <Glyph shape="ask" label={null} />
        </button>
      ) : (
        asides.length > 0 && (
          <span className="aside-count" aria-hidden>
            {words().number(asides.length)}
          </span>
        )
      )}
    </span>
  );
}
