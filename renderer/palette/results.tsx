import { Folder } from 'lucide-react';
import type { PointerEvent, ReactNode } from 'react';
import type { Summary } from '../../protocol/summary.ts';
import { useAgent, useSessions } from '../stores/sessions.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { ActivityGlyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyOf } from '../ui/key.tsx';
import { hasMoved } from '../ui/walk.ts';
import { words } from '../words/words.ts';
import type { Entry } from './entries.ts';

type Props = {
  readonly id: string;
  readonly entries: readonly Entry[];
  /** Whether sessions and commands stand under a heading each. */
  readonly headed: boolean;
  readonly active: number;
  onActive(place: number): void;
  onChoose(entry: Entry): void;
};

/** The id of the line at a place, by which the field says which one is active. */
export const resultId = (place: number) => `palette-result-${place}`;

export function Results({ id, entries, headed, active, onActive, onChoose }: Props) {
  if (entries.length === 0) return <Nothing />;
  const onPointerMove = (place: number) => (event: PointerEvent) => {
    if (place !== active && hasMoved(event)) onActive(place);
  };
  const sections = headed ? sectionsOf(entries) : [{ heading: null, entries, start: 0 }];
  return (
    <div id={id} className="palette-list" role="listbox" aria-label={words().results}>
      {sections.map((section) => (
        <Section key={section.heading} heading={section.heading}>
          {section.entries.map((entry, nth) => (
            <Line
              key={entry.key}
              entry={entry}
              place={section.start + nth}
              active={section.start + nth === active}
              onPointerMove={onPointerMove(section.start + nth)}
              onClick={() => onChoose(entry)}
            />
          ))}
        </Section>
      ))}
    </div>
  );
}

function Nothing() {
  const more = useSessions((state) => state.next !== null);
  return (
    <p className="palette-none">
      {words().noMatches} {more && words().olderNotSearched}
    </p>
  );
}

type Section = { readonly heading: string | null; readonly entries: readonly Entry[]; readonly start: number };

/** Sessions come before commands. */
function sectionsOf(entries: readonly Entry[]): readonly Section[] {
  const start = entries.filter(({ to }) => to.kind === 'session').length;
  const recent = { heading: words().recentSessions, entries: entries.slice(0, start), start: 0 };
  const commands = { heading: words().commands, entries: entries.slice(start), start };
  return [recent, commands].filter((section) => section.entries.length > 0);
}

function Section({ heading, children }: { readonly heading: string | null; readonly children: ReactNode }) {
  if (heading === null) return children;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox.
    <div role="group" aria-label={heading}>
      <div className="palette-heading" aria-hidden>
        {heading}
      </div>
      {children}
    </div>
  );
}

type LineProps = {
  readonly entry: Entry;
  readonly place: number;
  readonly active: boolean;
  onPointerMove(event: PointerEvent): void;
  onClick(): void;
};

function Line({ entry, place, active, onPointerMove, onClick }: LineProps) {
  const { to, name, hint, typed } = entry;
  const after = name.length + 1;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and walks its options.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys.
    <div
      id={resultId(place)}
      role="option"
      aria-selected={active}
      className="palette-line"
      onPointerMove={onPointerMove}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      <Sign to={to} />
      <span className="cut palette-name">
        <Marked text={name} typed={typed} />
      </span>
      {hint !== '' && (
        <span className="cut palette-hint grow">
          <Marked text={hint} typed={typed.map((at) => at - after)} />
        </span>
      )}
      {hint === '' && <span className="grow" />}
      {to.kind === 'session' && <Square summary={to.summary} />}
      {to.kind === 'command' && <KeyOf command={to.command.id} />}
    </div>
  );
}

function Sign({ to }: Pick<Entry, 'to'>) {
  if (to.kind === 'session') return <LiveGlyph summary={to.summary} />;
  return <Icon of={to.kind === 'folder' ? Folder : to.command.icon} />;
}

/** What the session does now; the line itself stays as it was found. */
function LiveGlyph({ summary }: { readonly summary: Summary }) {
  const activity = useSessions((state) => state.summaries.get(summary.id)?.activity ?? summary.activity);
  return <ActivityGlyph activity={activity} />;
}

function Square({ summary }: { readonly summary: Summary }) {
  const agent = useAgent(summary.agentId);
  return <AgentSquare id={summary.agentId} name={agent?.name ?? summary.agentId} />;
}

/** The text with the letters at these places marked. */
function Marked({ text, typed }: { readonly text: string; readonly typed: readonly number[] }) {
  const places = new Set(typed);
  const parts: { text: string; at: number; marked: boolean }[] = [];
  let at = 0;
  for (const char of text) {
    const marked = places.has(at);
    const last = parts.at(-1);
    if (last?.marked === marked) last.text += char;
    else parts.push({ text: char, at, marked });
    at += char.length;
  }
  return parts.map((part) => (part.marked ? <mark key={part.at}>{part.text}</mark> : part.text));
}
