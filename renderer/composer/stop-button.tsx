import { Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { TurnId } from '../../protocol/ids.ts';
import { isActive, type Turn } from '../../protocol/turn.ts';
import { useCommand } from '../keys/handlers.ts';
import { useBusyBelow } from '../stores/busy-below.ts';
import { sendOrSay, stop, stopTree } from '../stores/commands.ts';
import { Icon } from '../ui/icon.tsx';
import { useSecond } from '../ui/now.ts';
import { words } from '../words/words.ts';
import { type StopLine, StopMenu } from './stop-menu.tsx';

/** An agent that has not stopped by then does not listen. */
const FORCE_AFTER_MS = 2_000;

/**
 * Stops the turn, and by force when that did not help. While sessions below are at work it asks what is meant; pressed
 * once more, it is the first of that. It stays one button, so that it keeps the focus.
 */
export function StopButton({ head }: { readonly head: Head }) {
  const deaf = useDeaf(head.turn) && !head.native; // its agent's program is not its own
  const below = useBusyBelow(head);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const opener = useRef<Element | null>(null);
  const lines = deaf ? [] : linesFor(head, below);
  const act = () => void (deaf ? sendOrSay({ type: 'terminate', sessionId: head.id }) : stop(head.id));
  const press = () => {
    if (lines.length === 0) act();
    else if (open) lines[0]?.run();
    else opener.current = document.activeElement;
    setOpen(lines.length > 0 && !open);
  };
  useCommand('turn.stop', 'app', { when: () => canStop(head.turn) || below > 0, run: press });
  if (!isActive(head.turn) && below === 0) return null;
  const name = deaf ? words().forceStop : words().stop;
  return (
    <span className="stop">
      <button
        ref={button}
        type="button"
        className={deaf ? 'btn btn-danger btn-small' : 'send send-stop'}
        aria-label={name}
        title={name}
        {...(lines.length > 0 && { 'aria-haspopup': 'menu', 'aria-expanded': open })}
        onClick={press}
      >
        {deaf ? words().forceStop : <Icon of={Square} size={12} />}
      </button>
      <StopMenu {...{ lines, button, opener }} open={open && lines.length > 0} onPress={press} onOpen={setOpen} />
    </span>
  );
}

const canStop = (turn: Turn | null): boolean => isActive(turn) && turn.phase.kind !== 'stopping';

/** What may be meant, what takes least first; nothing when there is only one thing to stop. */
function linesFor({ id, turn, native, relationship }: Head, below: number): readonly StopLine[] {
  if (native && !native.canStop && relationship && canStop(turn)) {
    const above = () => void stop(relationship.parent);
    return [{ name: words().stopAbove, command: 'turn.stop', run: above }];
  }
  if (below === 0) return [];
  const tree = () => void stopTree(id);
  if (!canStop(turn)) return [{ name: words().stopBelow(below), command: 'turn.stop', run: tree }];
  return [
    { name: words().stopOnly, command: 'turn.stop', run: () => void stop(id) },
    { name: words().stopTree(below), command: 'turn.stopTree', run: tree },
  ];
}

/** Counts from when this window first saw the turn stopping: nobody says when that began. */
function useDeaf(turn: Turn | null): boolean {
  const now = useSecond();
  const [seen, setSeen] = useState<{ readonly turn: TurnId; readonly at: number } | null>(null);
  const id = turn?.id;
  const stopping = turn?.phase.kind === 'stopping';
  useEffect(() => {
    if (stopping && id) setSeen({ turn: id, at: Date.now() });
  }, [stopping, id]);
  return stopping && seen !== null && seen.turn === id && now - seen.at > FORCE_AFTER_MS;
}
