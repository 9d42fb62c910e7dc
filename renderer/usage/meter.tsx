import { Gauge } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { ContextUse, Head } from '../../protocol/head.ts';
import { Layer } from '../keys/use-layer.ts';
import { leaveToLayers } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { costOf, shareOf, tokensOf } from './figures.ts';
import { SessionUsageView } from './session-usage.tsx';
import './usage.css';

/** From here on a person should know: what an agent shortens by itself, it shortens about here. */
const NEARLY_FULL = 0.85;

export const isNearlyFull = ({ usedTokens, sizeTokens }: ContextUse): boolean =>
  sizeTokens > 0 && usedTokens / sizeTokens >= NEARLY_FULL;

/** How full the context is and what the session has cost, quietly; what is behind it opens below. */
export function Meter({ head }: { readonly head: Head }) {
  const [open, setOpen] = useState(false);
  const { context, spent } = head;
  if (context === null && spent.turns === 0) return null;
  const full = context !== null && isNearlyFull(context);
  const figures = figuresOf(head);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={`meter${full ? ' meter-full' : ''}`}
        aria-label={words().usageOf(figures.length === 0 ? words().notReported : figures.join(', '))}
        title={words().usage}
      >
        {context ? <Bar context={context} /> : <Icon of={Gauge} />}
        {context && <span>{shareOf(context.usedTokens, context.sizeTokens)}</span>}
        {full && <span className="meter-more">{words().nearlyFull}</span>}
        {!full && <span className="meter-more">{costOf(spent) ?? (context ? null : tokensOf(spent))}</span>}
      </Popover.Trigger>
      <Popover.Content
        className="menu usage-popover"
        align="end"
        sideOffset={4}
        collisionPadding={8}
        aria-label={words().usage}
        onEscapeKeyDown={leaveToLayers}
      >
        <Layer kind="popover" scope="app" dismiss={() => setOpen(false)} />
        <SessionUsageView head={head} />
      </Popover.Content>
    </Popover.Root>
  );
}

/** What the button says to who does not see it. */
function figuresOf({ context, spent }: Head): readonly string[] {
  const tokens = tokensOf(spent);
  return [
    context ? words().contextFull(shareOf(context.usedTokens, context.sizeTokens)) : undefined,
    context && isNearlyFull(context) ? words().nearlyFull : undefined,
    tokens && words().tokensOf(tokens),
    costOf(spent),
  ].filter((figure) => figure !== undefined);
}

export function Bar({ context }: { readonly context: ContextUse }) {
  const { usedTokens, sizeTokens } = context;
  const share = sizeTokens > 0 ? Math.min(1, usedTokens / sizeTokens) : 0;
  return (
    <span className={`usage-bar${isNearlyFull(context) ? ' usage-bar-full' : ''}`} aria-hidden>
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}
