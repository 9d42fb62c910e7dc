import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { useCommand } from '../keys/handlers.ts';
import { attachFiles } from '../stores/attached.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';

/** Lets a person choose files of their disk. */
export function AttachButton({ sessionId }: { readonly sessionId: SessionId }) {
  const input = useRef<HTMLInputElement>(null);
  const pick = () => input.current?.click();
  useCommand('composer.attach', 'app', { run: pick });
  return (
    <>
      <IconButton small icon={Paperclip} label={words().attachFiles} onClick={pick} />
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
