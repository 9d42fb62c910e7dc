import { dropPage, type Followed, WAITING } from '../../../protocol/follow.ts';
import type { SessionId } from '../../../protocol/ids.ts';
import { Follower } from '../../support/follower.ts';
import type { SessionHost } from '../../support/session-host.ts';
import type { ViewKind } from './person.ts';
import type { Step } from './steps.ts';

/** Far more turns of the event loop than any view needs to catch up; one that has not by then never will. */
const BREATHS_MAX = 200;

export type View = {
  readonly session: SessionId;
  readonly follower: Follower;
  readonly tail: number;
  reads: boolean;
  connected: boolean;
};

/** Three windows, each on one session. */
export class Views {
  /** By their place on the screen. */
  #views = new Map<number, View>();

  take(host: SessionHost, kind: Exclude<ViewKind, 'settle'>, session: SessionId, step: Step): void {
    const place = step.how % 3;
    const view = this.#views.get(place);
    if (kind === 'join' || !view) {
      view?.follower.cut();
      this.open(host, place, session, 1 + (step.what % 8));
    } else if (kind === 'connect') this.#connect(view);
    else if (kind === 'cut') this.#cut(view);
    else if (kind === 'pause') {
      view.reads = false;
      view.follower.pause();
    } else if (kind === 'unpause') {
      view.reads = true;
      view.follower.resume();
    } else if (kind === 'page') view.follower.askPage(1 + (step.what % 6));
    else view.follower.deliverPage();
  }

  cutAll(): void {
    for (const view of this.#views.values()) this.#cut(view);
  }

  /** The host is another one: windows keep what they show, and follow on from there. */
  moveTo(host: SessionHost): void {
    for (const [place, { session, tail, follower }] of this.#views) {
      follower.cut();
      this.open(host, place, session, tail, dropPage(follower.view));
    }
  }

  drop(sessions: ReadonlySet<SessionId>): void {
    for (const [place, { session, follower }] of this.#views) {
      if (sessions.has(session)) continue;
      follower.cut();
      this.#views.delete(place);
    }
  }

  /** Lets all who read catch up; `everyone`: also those that were away. */
  async settle(host: SessionHost, everyone: boolean): Promise<readonly View[]> {
    if (everyone) {
      for (const view of this.#views.values()) {
        this.#connect(view);
        view.reads = true;
        view.follower.resume();
      }
    }
    const reading = [...this.#views.values()].filter((view) => view.connected && view.reads);
    for (let breath = 0; breath < BREATHS_MAX && reading.some((view) => !isUpToDate(host, view)); breath += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (everyone) for (const { follower } of reading) follower.deliverPage();
    return reading;
  }

  /** A window on a session, in place of whatever was there; `shown`: what it shows from before. */
  open(host: SessionHost, place: number, session: SessionId, tail: number, shown: Followed = WAITING): void {
    const follower = new Follower(host, session, tail);
    follower.view = shown;
    const view = { session, follower, tail, reads: true, connected: false };
    this.#views.set(place, view);
    this.#connect(view);
  }

  #connect(view: View): void {
    view.connected = true;
    view.follower.connect();
  }

  #cut(view: View): void {
    view.connected = false;
    view.follower.cut();
  }
}

export function isUpToDate(host: SessionHost, { session, follower: { view } }: View): boolean {
  const page = host.service.items({ sessionId: session, from: { before: 1 }, limit: 1 });
  return page.ok && view.kind === 'live' && view.incarnation === page.value.incarnation && view.seq === page.value.seq;
}
