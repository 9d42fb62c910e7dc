/** Chance that is the same for the same seed. */
export type Dice = {
  /** From 0 up to, and without, `below`. */
  roll(below: number): number;
  chance(of: number): boolean;
  pick<Value>(values: readonly Value[]): Value | undefined;
};

/** The generator known as mulberry32: short, and even enough for tests. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const roll = (below: number) => Math.floor(next() * below);
  return { roll, chance: (of) => next() < of, pick: (values) => values[roll(values.length)] };
}
