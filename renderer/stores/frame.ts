/** A hidden window gets no frames; it still keeps up, a few times a second. */
const HIDDEN_MS = 250;

/**
 * Collects values and hands them over together, once per frame, so that React paints once however many came.
 */
export function collectPerFrame<Value>(take: (values: readonly Value[]) => void): (value: Value) => void {
  let waiting: Value[] = [];
  const flush = () => {
    const values = waiting;
    waiting = [];
    take(values);
  };
  return (value) => {
    waiting.push(value);
    if (waiting.length > 1) return;
    if (document.hidden) setTimeout(flush, HIDDEN_MS);
    else requestAnimationFrame(flush);
  };
}
