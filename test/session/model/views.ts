import type { SessionId } from '../../../protocol/ids.ts';
import { dropPage } from '../../../protocol/follow.ts';
import { Follower } from '../../support/follower.ts';
import type { SessionHost } from '../../support/session-host.ts';
import type { ViewKind } from './person.ts';
import type { Step } from './steps.ts';

/** Far more turns of the event loop than any view needs to catch up; one that has not by then never will. */
const BREATHS_MAX = 200;

export type View = { readonly session: SessionId; readonly follower: Follower; readonly tail: number; reads: boolean; connected: boolean };

/** Three windows, each on one session. */
export class Views {
  #views: View[] = [];

  get all(): readonly View[] {
    return this.#views;
  }

  take(host: SessionHost, kind: Exclude<ViewKind, 'settle'>, session: SessionId, step: Step): void {
    const place = step.how % 3;
    const view = this.#views[place];
    if (kind === 'join' || !view) {
      view?.follower.cut();
      const tail = 1 + (step.what % 8);
      this.#views[place] = { session, follower: new Follower(host, session, tail), tail, reads: true, connected: false };
      this.#connect(this.#views[place]);
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
    for (const view of this.#views) this.#cut(view);
  }

  /** The host is another one: windows keep what they show, and follow on from there. */
  moveTo(host: SessionHost, sessions: ReadonlySet<SessionId>): void {
    this.cutAll();
    this.#views = this.#views.filter(({ session }) => sessions.has(session)).map((old) => {
      const follower = new Follower(host, old.session, old.tail);
      follower.view = dropPage(old.follower.view);
      const view = { ...old, follower, reads: true, connected: false };
      this.#connect(view);
      return view;
    });
  }

  drop(sessions: ReadonlySet<SessionId>): void {
    for (const { session, follower } of this.#views) if (!sessions.has(session)) follower.cut();
    this.#views = this.#views.filter(({ session }) => sessions.has(session));
  }

  /** Lets all who read catch up; `everyone`: also those that were away. */
  async settle(host: SessionHost, everyone: boolean): Promise<readonly View[]> {
    if (everyone) {
      for (const view of this.#views) {
        this.#connect(view);
        view.reads = true;
        view.follower.resume();
      }
    }
    const reading = this.#views.filter((view) => view.connected && view.reads);
    for (let breath = 0; breath < BREATHS_MAX && reading.some((view) => !isUpToDate(host, view)); breath += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (everyone) for (const { follower } of reading) follower.deliverPage();
    return reading;
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
