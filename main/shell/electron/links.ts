/** A link carries a secret and a few words; what is longer is not one of ours. */
const LINK_CHARS_MAX = 4096;
/** Links that may come before there is a window to show them in. */
const WAITING_MAX = 8;

/**
 * The one `skein:` link among the arguments of a program, or undefined when there is none or more than one. Nothing
 * else of them is looked at: the system passes on what a web page wrote, and adds switches of its own.
 */
export function findLink(args: unknown): string | undefined {
  if (!Array.isArray(args)) return undefined;
  const links = args.filter((arg): arg is string => typeof arg === 'string' && /^skein:/i.test(arg));
  const [link] = links;
  return links.length === 1 && link !== undefined && link.length <= LINK_CHARS_MAX ? link : undefined;
}

/** Holds what starts brought until there is a window. A start without a link asks for nothing but the window. */
export class LinkInbox {
  #waiting: string[] = [];
  #show: ((link: string | undefined) => void) | undefined;

  put(link: string | undefined): void {
    if (this.#show) this.#show(link);
    else if (link !== undefined) this.#waiting = [...this.#waiting, link].slice(-WAITING_MAX);
  }

  /** Shows what has come and what will. */
  open(show: (link: string | undefined) => void): void {
    this.#show = show;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const link of waiting) show(link);
  }
}
