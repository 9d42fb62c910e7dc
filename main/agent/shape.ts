/** An object of unknown making, as JSON brings it. */
export type Shape = Readonly<Record<string, unknown>>;

const NOTHING: Shape = {};

export const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at `key`, or an empty one: readers of foreign data need no ladder of questions. */
export function shapeAt(shape: Shape, key: string): Shape {
  const value = shape[key];
  return isShape(value) ? value : NOTHING;
}

export function textAt(shape: Shape, key: string): string | undefined {
  const value = shape[key];
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(shape: Shape, key: string): number | undefined {
  const value = shape[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number of at least `min`. */
export function countAt(shape: Shape, key: string, min = 0): number | undefined {
  const value = numberAt(shape, key);
  return value !== undefined && Number.isInteger(value) && value >= min ? value : undefined;
}

/** The first `max` objects of the list at `key`; undefined when there is no list. */
export function shapesAt(shape: Shape, key: string, max: number): readonly Shape[] | undefined {
  const value = shape[key];
  return Array.isArray(value) ? value.filter(isShape).slice(0, max) : undefined;
}

/** At most `max` characters, never ending in half of one. */
export function cut(text: string, max: number): string {
  return (text.length > max ? `${text.slice(0, max - 1)}…` : text).toWellFormed();
}
