import type { ReactNode } from 'react';
import type { Activity } from '../../protocol/activity.ts';
import type { ToolStatus } from '../../protocol/item.ts';
import { words } from '../words/words.ts';

/** Every state has a shape and a colour of its own, so that neither is the only sign. */
type Shape =
  | 'run'
  | 'stream'
  | 'children'
  | 'ask'
  | 'limit'
  | 'done'
  | 'fail'
  | 'queue'
  | 'idle'
  | 'stop'
  | 'stopping'
  | 'stale';

const SHAPES: { readonly [Name in Shape]: ReactNode } = {
  run: <path className="spin" d="M8 2.75a5.25 5.25 0 1 1-4.9 3.4" />,
  stream: (
    <>
      <path className="spin" d="M8 2.75a5.25 5.25 0 1 1-4.9 3.4" />
      <circle className="ink" cx="8" cy="8" r="2.25" />
    </>
  ),
  ask: (
    <>
      <path className="ink" d="M8 1.4 14.6 8 8 14.6 1.4 8z" />
      <path className="on" d="M6.75 6v4M9.25 6v4" />
    </>
  ),
  children: (
    <>
      <circle cx="8" cy="8" r="5.25" pathLength="3" strokeDasharray=".72 .28" />
      <circle className="ink" cx="8" cy="8" r="1.75" />
    </>
  ),
  limit: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  done: <path d="m3.5 8.5 3 3 6-7" />,
  fail: (
    <>
      <circle className="ink" cx="8" cy="8" r="6" />
      <path className="on" d="m6 6 4 4M10 6l-4 4" />
    </>
  ),
  queue: <circle cx="8" cy="8" r="5.25" strokeDasharray=".1 2.9" strokeWidth="1.6" />,
  idle: <circle cx="8" cy="8" r="2.75" />,
  stop: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <path d="m4.6 11.4 6.8-6.8" />
    </>
  ),
  stopping: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <rect className="ink" x="6" y="6" width="4" height="4" rx=".75" />
    </>
  ),
  stale: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <path d="M6.6 6.6a1.45 1.45 0 1 1 2 1.35c-.4.17-.6.4-.6.85M8 10.9v.1" />
    </>
  ),
};

/** `label` is read out; null where the words beside it say the same. */
export function Glyph({ shape, label }: { readonly shape: Shape; readonly label: string | null }) {
  const named = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className={`glyph glyph-${shape}`} viewBox="0 0 16 16" {...named}>
      {SHAPES[shape]}
    </svg>
  );
}

const ACTIVITY_SHAPES: { readonly [Kind in Activity['kind']]: Shape } = {
  idle: 'idle',
  finished: 'done',
  queued: 'queue',
  starting: 'run',
  waiting: 'run',
  running: 'stream',
  awaiting: 'children',
  'rate-limited': 'limit',
  asking: 'ask',
  stopping: 'stopping',
  stopped: 'stop',
  interrupted: 'stale',
  failed: 'fail',
};

export function ActivityGlyph({ activity }: { readonly activity: Activity }) {
  return <Glyph shape={ACTIVITY_SHAPES[activity.kind]} label={words().activity(activity)} />;
}

const TOOL_SHAPES: { readonly [Status in ToolStatus]: Shape } = {
  pending: 'queue',
  running: 'run',
  done: 'done',
  failed: 'fail',
  stopped: 'stop',
};

export function ToolGlyph({ status }: { readonly status: ToolStatus }) {
  return <Glyph shape={TOOL_SHAPES[status]} label={words().toolStatus(status)} />;
}
