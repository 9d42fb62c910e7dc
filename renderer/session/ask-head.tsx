import type { Head } from '../../protocol/head.ts';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';

type Props = {
  readonly head: Head;
  readonly agent: string;
  /** What the agent wants. */
  readonly does: string;
};

/** Who asks what, and how many questions wait behind this one. */
export function AskHead({ head, agent, does }: Props) {
  const open = head.requests.length + head.forms.length;
  return (
    <header className="ask-head">
      <Glyph shape="ask" label={words().activity({ kind: 'asking' })} />
      <span className="grow cut">
        <b>{agent}</b> {does}
      </span>
      {open > 1 && <span className="ask-count">{words().oneOf(1, open)}</span>}
    </header>
  );
}
