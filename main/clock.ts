/** The only source of time, so that tests bring their own. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Runs `run` once after `ms`; the answer takes it back. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Lets everything else that is ready have its turn. Loops over a flood call this, or nothing else would run. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
