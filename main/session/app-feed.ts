import type { Attention } from '../../protocol/attention.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { PAGE_SESSIONS_MAX } from '../../protocol/limits.ts';
import type { AppEvent, AppState, Position } from '../../protocol/stream.ts';
import type { Summary } from '../../protocol/summary.ts';
import { RING_CHARS_MAX, RING_EVENTS_MAX } from './limits.ts';
import type { ListQuery, SessionStore } from './ports.ts';
import { Ring } from './ring.ts';
import type { StopCommand } from './stop-tree.ts';
import type { Subscriptions } from './subscriptions.ts';

const FIRST_PAGE: ListQuery = { after: null, limit: PAGE_SESSIONS_MAX, shelf: 'open', hidden: false };

export type SessionListener = {
  changed(summary: Summary): void;
  purged(id: SessionId): void;
  /** It is about to be stopped. */
  stopping?(stop: StopCommand): void;
};

/** What the sidebar, the tray and the notifier follow: every session in a line, the agents, the disk. */
export class AppFeed {
  readonly #ring: Ring<AppEvent>;
  readonly #store: SessionStore;
  readonly #subscriptions: Subscriptions;
  readonly #listeners = new Set<SessionListener>();
  #app: AppState;

  constructor(app: AppState, incarnation: string, store: SessionStore, subscriptions: Subscriptions) {
    this.#app = app;
    this.#store = store;
    this.#subscriptions = subscriptions;
    this.#ring = new Ring({
      incarnation,
      eventsMax: RING_EVENTS_MAX,
      charsMax: RING_CHARS_MAX,
      charsOf: (event) => JSON.stringify(event).length,
      merge: newestOnly,
    });
  }

  get app(): AppState {
    return this.#app;
  }

  sessionChanged(summary: Summary): void {
    this.#ring.publish([{ type: 'session-changed', summary }]);
    for (const { changed } of this.#listeners) changed(summary);
  }

  sessionPurged(id: SessionId): void {
    this.#ring.publish([{ type: 'session-purged', id }]);
    for (const { purged } of this.#listeners) purged(id);
  }

  /** For listeners in the host alone: whoever watches sees it stop. */
  sessionStopping(stop: StopCommand): void {
    for (const { stopping } of this.#listeners) stopping?.(stop);
  }

  appChanged(change: Partial<AppState>): void {
    this.#app = { ...this.#app, ...change };
    this.#ring.publish([{ type: 'app-changed', app: this.#app }]);
  }

  attentionChanged(attention: readonly Attention[]): void {
    this.#app = { ...this.#app, attention };
    this.#ring.publish([{ type: 'attention-changed', attention }]);
  }

  alert(attention: Attention): void {
    this.#ring.publish([{ type: 'alerted', attention }]);
  }

  /** Tells of every line that changes or goes, within the call that says so, until taken back; for what lives in the host itself. */
  listen(listener: SessionListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  watch(from: Position | undefined, signal: AbortSignal | undefined) {
    const snapshot = () => ({ app: this.#app, sessions: this.#store.list(FIRST_PAGE) });
    return this.#subscriptions.follow({ ring: this.#ring, snapshot }, from, signal);
  }
}

/** Of several lines about one session only the last says something. */
function newestOnly(events: readonly AppEvent[]): readonly AppEvent[] {
  const newest = new Map<string, AppEvent>();
  for (const event of events) {
    const key = subjectOf(event);
    newest.delete(key);
    newest.set(key, event);
  }
  return [...newest.values()];
}

function subjectOf(event: AppEvent): string {
  switch (event.type) {
    case 'session-changed':
      return event.summary.id;
    case 'session-purged':
      return event.id;
    case 'alerted':
      return `${event.type} ${event.attention.session}`;
    default:
      return event.type;
  }
}
