import { Paperclip } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { attachFiles } from '../stores/attached.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { registerPicker } from './picker.ts';

/** Lets a person choose files of their disk. */
export function AttachButton({ sessionId }: { readonly sessionId: SessionId }) {
  const input = useRef<HTMLInputElement>(null);
  const pick = useCallback(() => input.current?.click(), []);
  useEffect(() => registerPicker(pick), [pick]);
  return (
    <>
      <button
        type="button"
        className="icon-btn icon-btn-small"
        aria-label={words().attachFiles}
        title={words().attachFiles}
        onClick={pick}
      >
        <Icon of={Paperclip} />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          attachFiles(sessionId, [...(currentTarget.files ?? [])]);
          currentTarget.value = ''; // choosing the same file again is a change, too
        }}
      />
    </>
  );
}
