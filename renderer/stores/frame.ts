/** A window that is hidden, or becomes so before its next frame, gets none; it still keeps up, a few times a second. */
const HIDDEN_MS = 250;

/**
 * Collects values and hands them over together, once per frame, so that React paints once however many came.
 */
export function collectPerFrame<Value>(take: (values: readonly Value[]) => void): (value: Value) => void {
  let waiting: Value[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    const values = waiting;
    waiting = [];
    take(values);
  };
  return (value) => {
    waiting.push(value);
    if (waiting.length > 1) return;
    frame = requestAnimationFrame(flush);
    timer = setTimeout(flush, HIDDEN_MS);
  };
}
