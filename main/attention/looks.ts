import type { SessionId } from '../../protocol/ids.ts';

/** What each window has before its person, for as long as the window follows the app. */
export class Looks {
  readonly #isOpen: (stream: string) => boolean;
  readonly #looks = new Map<string, SessionId>();

  /** `isOpen`: whether the stream by which a window follows the app still runs. */
  constructor(isOpen: (stream: string) => boolean) {
    this.#isOpen = isOpen;
  }

  /** `session` null: the window is hidden, or shows no session. */
  look(stream: string, session: SessionId | null): void {
    for (const one of [...this.#looks.keys()]) if (!this.#isOpen(one)) this.#looks.delete(one);
    if (session === null || !this.#isOpen(stream)) this.#looks.delete(stream);
    else this.#looks.set(stream, session);
  }

  has(session: SessionId): boolean {
    return [...this.#looks].some(([stream, looked]) => looked === session && this.#isOpen(stream));
  }
}
