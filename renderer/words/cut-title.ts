/** Characters of a title where it is only one part of a short line. */
const TITLE_PART_CHARS_MAX = 24;

/** A title as a part of a name that must not get long. */
export function cutTitle(title: string): string {
  const chars = [...title];
  return chars.length <= TITLE_PART_CHARS_MAX
    ? title
    : `${chars
        .slice(0, TITLE_PART_CHARS_MAX - 1)
        .join('')
        .trimEnd()}…`;
}
