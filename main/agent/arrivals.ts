/** Does the same kind of work for all who come with the same key, one after the other, in the order in which they came. */
export class Arrivals {
  readonly #last = new Map<string, Promise<unknown>>();

  /** `work` must not reject: who comes later would inherit it. */
  async next<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const mine = (this.#last.get(key) ?? Promise.resolve()).then(work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
