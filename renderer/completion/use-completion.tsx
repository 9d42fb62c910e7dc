import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useMemo, useState } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { type AgentCommand, ASIDE_COMMAND } from '../../protocol/slash.ts';
import type { Summary } from '../../protocol/summary.ts';
import { useSessions } from '../stores/sessions.ts';
import { stepTo } from '../ui/walk.ts';
import { words } from '../words/words.ts';
import { type FoundFiles, useFoundFiles } from './found-files.ts';
import { Ghost } from './ghost.tsx';
import { commandOffers, mentionOffers, mentionQuery, type Offer, type Section, stillOffered } from './offers.ts';
import { optionId, Popover } from './popover.tsx';
import { commandBegun, type Trigger, triggerAt } from './trigger.ts';
import { replaceWords } from './words-in.ts';

/** What can be offered in a text area: what belongs to a session. */
type Completed = Pick<Head, 'id' | 'folder' | 'kind' | 'commands'>;

/** `dismissed`: where the word begins for which nothing more is to be offered. */
type State = { readonly trigger: Trigger | null; readonly dismissed: number | null; readonly active: number };

const NO_SUMMARIES: ReadonlyMap<SessionId, Summary> = new Map();
const CLOSED: State = { trigger: null, dismissed: null, active: 0 };

/**
 * Offers commands, files and sessions for the word at the caret of a text area. The focus stays in the text; which line
 * is active is said by `aria-activedescendant`.
 */
export function useCompletion(area: RefObject<HTMLTextAreaElement | null>, text: string, of: Completed | null) {
  const id = useId();
  const [{ trigger, active }, setState] = useState(CLOSED);
  const { sections, note, busy } = useOffers(trigger, of);
  const offers = sections.flatMap((section) => section.offers);
  const chosen = offers[Math.min(active, offers.length - 1)];

  const look = (typed: boolean) => {
    const element = area.current;
    if (element) setState((state) => looked(state, element, typed));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text may change without being typed, as when it was sent.
  useEffect(() => look(false), [text]);
  const take = (offer: Offer) => {
    if (area.current && trigger) replaceWords(area.current, trigger, offer);
    if (!offer.more) setState(CLOSED);
  };
  /** Takes what is active, unless it stands there already. */
  const accept = (): boolean => {
    if (!trigger || !chosen || text.slice(trigger.from, trigger.to) === chosen.insert) return false;
    take(chosen);
    return true;
  };
  const dismiss = () => setState((state) => ({ ...CLOSED, dismissed: state.trigger?.from ?? null }));
  const move = (active: number) => setState((state) => ({ ...state, active }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!trigger || event.nativeEvent.isComposing || hasModifier(event)) return;
    const next = stepTo(event, Math.min(active, offers.length - 1), offers.length);
    if (next !== undefined) move(next);
    else if (event.key === 'Tab' && chosen) take(chosen);
    else if (event.key !== 'Enter' || !accept()) return;
    event.preventDefault();
  };
  const isOpen = trigger !== null;
  return {
    /** For the text area. `onInput` comes after its new value has been taken. */
    props: {
      onKeyDown,
      onInput: () => look(true),
      onSelect: () => look(false),
      onBlur: () => setState(CLOSED),
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': isOpen && chosen ? id : undefined,
      'aria-activedescendant': isOpen && chosen ? optionId(id, offers.indexOf(chosen)) : undefined,
    } as const,
    accept,
    shown: (
      <>
        {isOpen && <Popover {...{ id, area, trigger, sections, note, busy, chosen, move, take, dismiss }} />}
        <Hint area={area} text={text} commands={of?.commands ?? []} />
      </>
    ) satisfies ReactNode,
  };
}

/** Only what is typed opens it: who goes through a text that is written wants to read it. */
function looked(state: State, element: HTMLTextAreaElement, typed: boolean): State {
  if (!typed && !state.trigger) return state;
  const { selectionStart, selectionEnd, value } = element;
  const trigger = selectionStart === selectionEnd ? triggerAt(value, selectionEnd) : null;
  if (!trigger) return CLOSED;
  if (trigger.from === state.dismissed) return state;
  const { kind, query, from, to } = state.trigger ?? {};
  const same = kind === trigger.kind && query === trigger.query && from === trigger.from;
  // One letter is looked at by each of our callers: what is offered is ranked and placed anew for the first of them.
  if (same && to === trigger.to) return state;
  return { trigger, dismissed: null, active: same ? state.active : 0 };
}

const hasModifier = (event: KeyboardEvent) => event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;

type Offers = {
  readonly sections: readonly Section[];
  /** What is said where there is nothing, or not all; empty when there is nothing to say. */
  readonly note: string;
  readonly busy: boolean;
};

function useOffers(trigger: Trigger | null, of: Completed | null): Offers {
  // What sessions do is news many times a second; it draws only what offers them.
  const summaries = useSessions((state) => (trigger?.kind === 'mention' ? state.summaries : NO_SUMMARIES));
  const wanted = trigger?.kind === 'mention' ? mentionQuery(trigger) : null;
  const found = useFoundFiles(of?.folder ?? '', of ? (wanted?.files ?? null) : null);
  return useMemo(() => {
    if (!trigger || !of) return { sections: [], note: '', busy: false };
    if (trigger.kind === 'command') {
      const sections = commandOffers(trigger.query, allCommands(of));
      return { sections, note: commandNote(sections.length > 0, of), busy: false };
    }
    const { files: asked } = mentionQuery(trigger);
    const files = asked === null || asked === found.query ? found.files : stillOffered(found.files, asked);
    const sections = mentionOffers(trigger, files, summaries.values(), of.id);
    return {
      sections,
      ...(asked !== null ? fileNote(sections.length > 0, found) : { note: noneOf(sections), busy: false }),
    };
  }, [trigger, of, found, summaries]);
}

/** An aside of an aside cannot be asked. */
function allCommands({ kind, commands }: Completed): readonly AgentCommand[] {
  if (kind === 'side') return commands;
  const aside = { name: ASIDE_COMMAND, description: words().btwAbout, hint: words().btwHint };
  return [...commands.filter(({ name }) => name !== ASIDE_COMMAND), aside];
}

function commandNote(some: boolean, { commands }: Completed): string {
  if (commands.length === 0) return words().noCommandsYet;
  return some ? '' : words().noSuchCommand;
}

function fileNote(some: boolean, { kind, truncated, why }: FoundFiles): Pick<Offers, 'note' | 'busy'> {
  if (kind === 'failed') return { note: why, busy: false };
  if (kind === 'looking') return { note: some ? '' : words().lookingForFiles, busy: true };
  if (truncated) return { note: words().notAllFiles, busy: false };
  return { note: some ? '' : words().nothingToMention, busy: false };
}

const noneOf = (sections: readonly Section[]) => (sections.length > 0 ? '' : words().noSuchSession);

type HintProps = {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly commands: readonly AgentCommand[];
};

/** What may follow a command that has been written. */
function Hint({ area, text, commands }: HintProps) {
  const begun = commandBegun(text);
  const hint = begun === ASIDE_COMMAND ? words().btwHint : commands.find(({ name }) => name === begun)?.hint;
  return hint ? <Ghost area={area} text={text} hint={hint} /> : null;
}
