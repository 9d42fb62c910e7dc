import { MessageCircleQuestionMark } from 'lucide-react';
import type { SessionId } from '../../protocol/ids.ts';
import { hideAsides, showAsides, useAsides, useAsidesOf } from '../stores/asides.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';

/** Opens and closes the panel of a session's asides. */
export function AsideButton({ parent }: { readonly parent: SessionId }) {
  const open = useAsides((state) => state.shown[parent] !== undefined);
  const count = useAsidesOf(parent).length;
  return (
    <span className="aside-button">
      <IconButton
        icon={MessageCircleQuestionMark}
        label={open ? words().hideAsides : words().askAside}
        aria-pressed={open}
        onClick={() => (open ? hideAsides(parent) : showAsides(parent))}
      />
      {count > 0 && (
        <span className="aside-count" aria-hidden>
          {words().number(count)}
        </span>
      )}
    </span>
  );
}
