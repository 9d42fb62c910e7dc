import { type KeyboardEvent, useEffect, useRef } from 'react';
import { TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import { isComposing } from '../keys/pressed.ts';
import { useLayer } from '../keys/use-layer.ts';
import { words } from '../words/words.ts';

type Props = {
  readonly title: string;
  /** Null when nothing is to be changed. Called once. */
  onDone(title: string | null): void;
};

/** Edits a title in its place: Enter and leaving save, Escape does not, and leaving after Escape does not either. */
export function TitleInput({ title, onDone }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => input.current?.select(), []);

  const finish = (text: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(text !== null && text.trim() !== '' && text.trim() !== title ? text : null);
  };
  useLayer('title', input, () => finish(null));
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // The list around it walks by the same keys.
    event.stopPropagation();
    if (event.key === 'Enter' && !isComposing(event.nativeEvent)) finish(event.currentTarget.value);
  };
  return (
    <input
      ref={input}
      className="title-input grow"
      aria-label={words().rename}
      defaultValue={title}
      maxLength={TITLE_CHARS_MAX}
      onKeyDown={onKeyDown}
      onBlur={(event) => finish(event.currentTarget.value)}
      onClick={(event) => event.stopPropagation()}
    />
  );
}
