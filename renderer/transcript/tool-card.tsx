import { ChevronDown, ChevronRight, CircleStop } from 'lucide-react';
import { memo, useState } from 'react';
import type { ItemId, SessionId } from '../../protocol/ids.ts';
import { type Diff, type Exit, HOSTED_TERMINAL, type ToolItem, type ToolPart } from '../../protocol/item.ts';
import { ownToolOf } from '../../protocol/own-tools.ts';
import { type NameOf, toolTitle, withNames } from '../children/tool-title.ts';
import { useNameOf } from '../children/use-name-of.ts';
import { sendOrSay } from '../stores/commands.ts';
import { IconButton } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ToolGlyph } from '../ui/glyph.tsx';
import { useSecond } from '../ui/now.ts';
import { stopwatch } from '../words/times.ts';
import { words } from '../words/words.ts';
import { ChildLines } from './child-line.tsx';
import { DecidedLine } from './decided-line.tsx';
import { DiffView } from './diff-view.tsx';
import { Output } from './output.tsx';
import './tool-card.css';

export type ItemPlace = { readonly sessionId: SessionId; readonly itemId: ItemId };

/** What a tool did: its command or file, how it went, and what came out. */
export const ToolCard = memo(function ToolCard({
  sessionId,
  item,
  timed,
}: {
  readonly sessionId: SessionId;
  readonly item: ToolItem;
  /** Whether it is known when it was called. */
  readonly timed: boolean;
}) {
  const own = ownToolOf(item.title) !== undefined;
  const [chosen, setOpen] = useState<boolean>();
  // What our own tools give is for models: the title says it, and the children below.
  const open = chosen ?? (item.tool !== 'compact' && !(own && item.status !== 'failed'));
  const nameOf = useNameOf(sessionId, own ? spokenOf(item) : item.title);
  const title = toolTitle(item, nameOf);
  const place = { sessionId, itemId: item.id };
  const hasBody = item.parts.length > 0 || item.input !== '';
  const diffs = item.parts.filter((part) => part.type === 'diff');
  return (
    <article className="card" aria-label={`${title}, ${words().toolStatus(item.status)}`}>
      <header className="card-head">
        <ToolGlyph status={item.status} />
        <Title title={title} raw={item.title} own={own} />
        <Changed diffs={diffs} />
        <Ending exit={exitOf(item.parts)} />
        {timed && <Duration item={item} />}
        <Interrupt place={place} item={item} />
        <CopyButton text={() => title} />
        {hasBody && (
          <IconButton
            small
            icon={open ? ChevronDown : ChevronRight}
            label={open ? words().collapse : words().expand}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        )}
      </header>
      {open &&
        item.parts.map((part, index) => (
          <Part key={keyOf(part, index)} place={place} part={part} named={own ? nameOf : undefined} />
        ))}
      {open && (own || item.parts.length === 0) && item.input !== '' && (
        <Input text={own ? `${item.title}\n${item.input}` : item.input} />
      )}
      {item.decided && <DecidedLine decided={item.decided} />}
      <ChildLines sessionId={sessionId} card={item} />
    </article>
  );
});

/** All that is said in a call of ours, where sessions stand by their ids. */
const spokenOf = ({ input, parts }: ToolItem): string =>
  [input, ...parts.flatMap((part) => (part.type === 'diff' ? [] : [part.text.head, part.text.tail]))].join('\n');

type TitleProps = { readonly title: string; readonly raw: string; readonly own: boolean };

/** Our own tools are called in words; what the agent calls them is with what it gave them. */
function Title({ title, raw, own }: TitleProps) {
  if (!own) return <code className="card-title cut grow">{title}</code>;
  return (
    <span className="card-title cut grow" title={raw}>
      {title}
    </span>
  );
}

type PartProps = {
  readonly place: ItemPlace;
  readonly part: ToolPart;
  /** What sessions are called that stand in it by their ids; absent: it is shown as it is. */
  readonly named: NameOf | undefined;
};

function Part({ place, part, named }: PartProps) {
  if (part.type === 'diff') return <DiffView diff={part} />;
  return <Output place={place} part={part} read={named && ((text) => withNames(text, named))} />;
}

/** While a program runs that Skein itself started, it can be ended without ending the turn. */
function Interrupt({ place, item }: { readonly place: ItemPlace; readonly item: ToolItem }) {
  const running = item.parts.find(
    (part) => part.type === 'terminal' && part.exit === null && HOSTED_TERMINAL.test(part.key),
  );
  if (item.status !== 'running' || running?.type !== 'terminal') return null;
  return (
    <IconButton
      small
      icon={CircleStop}
      label={words().interruptTerminal}
      onClick={() => void sendOrSay({ type: 'interrupt-terminal', ...place, key: running.key })}
    />
  );
}

const keyOf = (part: ToolPart, index: number) => (part.type === 'diff' ? `${part.path}:${index}` : part.key);

function Input({ text }: { readonly text: string }) {
  return (
    <details className="input">
      <summary>{words().input}</summary>
      <pre>{text}</pre>
    </details>
  );
}

function Changed({ diffs }: { readonly diffs: readonly Diff[] }) {
  if (diffs.length === 0) return null;
  const sum = (count: (diff: Diff) => number) => diffs.reduce((all, diff) => all + count(diff), 0);
  return (
    <span className="changed">
      <span className="plus">+{sum((diff) => diff.added)}</span>
      <span className="minus">−{sum((diff) => diff.removed)}</span>
    </span>
  );
}

function exitOf(parts: readonly ToolPart[]): Exit | null {
  const terminal = parts.findLast((part) => part.type === 'terminal');
  return terminal?.type === 'terminal' ? terminal.exit : null;
}

/** Only an ending that is not plain success is worth a word. */
function Ending({ exit }: { readonly exit: Exit | null }) {
  if (exit?.signal) return <span className="card-meta card-bad">{words().signal(exit.signal)}</span>;
  if (!exit?.code) return null;
  return <span className="card-meta card-bad">{words().exitCode(exit.code)}</span>;
}

function Duration({ item }: { readonly item: ToolItem }) {
  if (item.endedAt !== null) return <span className="card-meta">{stopwatch(item.endedAt - item.at)}</span>;
  return item.status === 'running' ? <Running since={item.at} /> : null;
}

function Running({ since }: { readonly since: number }) {
  return <span className="card-meta">{stopwatch(useSecond() - since)}</span>;
}
