import type { Step } from '../../protocol/attention.ts';
import { Way, wayName } from '../asks/way.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';

/** Who asks a question. `way`: to that session, from the one that is shown. */
export type Asking = {
  readonly agent: string;
  readonly way: readonly Step[];
  /** How many wait in that session, this one among them. */
  readonly open: number;
};

type Props = Asking & {
  /** What the agent wants. */
  readonly does: string;
};

/** What a card is called: who asks, where that is, and for what. */
export const askName = ({ agent, way }: Asking, does: string): string =>
  way.length === 0 ? `${agent} ${does}` : `${wayName(way)} · ${agent} ${does}`;

/** Who asks what, and how many questions wait behind this one. */
export function AskHead({ agent, does, way, open }: Props) {
  return (
    <header className="ask-head">
      <Glyph shape="ask" label={words().activity({ kind: 'asking' })} />
      <Way way={way} />
      <span className="grow cut">
        <b>{agent}</b> {does}
      </span>
      {open > 1 && <span className="ask-count">{words().oneOf(1, open)}</span>}
    </header>
  );
}
