import { z } from 'zod';

/** A few sentences: what a card, a hover card and a parent's answer have room for. */
export const SUMMARY_CHARS_MAX = 2_000;
/** One line. */
const PROGRESS_CHARS_MAX = 200;

/** How far a turn is. `share`: of the whole, from 0 to 1; null when nobody knows. */
export const Progress = z.object({
  text: z.string().trim().min(1).max(PROGRESS_CHARS_MAX),
  share: z.number().min(0).max(1).nullable(),
});
export type Progress = Readonly<z.infer<typeof Progress>>;
