import type { Standing } from '../../protocol/tree.ts';
import { Glyph } from '../ui/glyph.tsx';

const SHAPES = {
  asking: 'ask',
  failed: 'fail',
  working: 'run',
  stopped: 'stop',
  finished: 'done',
  idle: 'idle',
} as const satisfies Readonly<Record<Standing, string>>;

/** What many sessions come to; the number beside it says what it is of. */
export const StandingGlyph = ({ standing }: { readonly standing: Standing }) => (
  <Glyph shape={SHAPES[standing]} label={null} />
);
