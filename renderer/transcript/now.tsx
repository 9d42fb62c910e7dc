import { activityOf } from '../../protocol/activity.ts';
import type { Head } from '../../protocol/head.ts';
import { isFetching } from '../../protocol/origin.ts';
import { Continuations } from '../branches/continuations.tsx';
import { sendOrSay } from '../stores/commands.ts';
import { Button } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { useSecond } from '../ui/now.ts';
import { stopwatch } from '../words/times.ts';
import { words } from '../words/words.ts';

/** What the turn is waiting for, while nothing in the transcript says so, and what goes on where the path ends. */
export function Now({ head }: { readonly head: Head }) {
  return (
    <div className="read transcript-now">
      <Waiting head={head} />
      <Continuations head={head} />
    </div>
  );
}

const SHAPES = { starting: 'run', waiting: 'run', stopping: 'stopping' } as const;

function Waiting({ head }: { readonly head: Head }) {
  const activity = activityOf(head);
  if (head.rollback !== null) return <Line shape="stopping" text={words().rollingBack} />;
  if (isFetching(head)) return null; // said above the composer, with a way to stop it
  switch (activity.kind) {
    case 'queued':
      return <InLine head={head} text={words().activity(activity)} />;
    case 'starting':
    case 'waiting':
    case 'stopping':
      return <Line shape={SHAPES[activity.kind]} text={words().activity(activity)} />;
    case 'awaiting':
      return <Line shape="children" text={words().awaitingChildren(activity.children)} />;
    case 'rate-limited':
      return <Limited until={activity.until} />;
    default:
      return null;
  }
}

/** Whoever waits for an agent that works in the same folder may have it work on both at once. */
function InLine({ head, text }: { readonly head: Head; readonly text: string }) {
  const turnId = head.turn?.id;
  return (
    <p className="now">
      <Glyph shape="queue" label={null} />
      {text}
      {turnId && (
        <Button small onClick={() => void sendOrSay({ type: 'run-alongside', sessionId: head.id, turnId })}>
          {words().runAlongside}
        </Button>
      )}
    </p>
  );
}

/** A countdown where somebody said how long it takes. */
export function Limited({ until }: { readonly until: number | null }) {
  const left = (until ?? 0) - useSecond();
  const text = until !== null && left > 0 ? words().limitedFor(stopwatch(left)) : words().limitedOpen;
  return <Line shape="queue" text={text} />;
}

type LineProps = { readonly shape: 'queue' | 'run' | 'children' | 'stopping'; readonly text: string };

function Line({ shape, text }: LineProps) {
  return (
    <p className="now">
      <Glyph shape={shape} label={null} />
      {text}
    </p>
  );
}
