/** A moment at which a host may be killed. */
export type Point = {
  /** `torn`: while the commit is being written; the log lacks its end. */
  readonly at: 'writing' | 'torn' | 'committed';
  /** The statement that is about to write. */
  readonly sql: string;
  /** The place of what is being done in the script. */
  readonly step: number;
  /** How many transactions of the script are committed. */
  readonly transactions: number;
};

/** A line of JSON for each point, in order. */
export const POINTS_FILE = 'points.jsonl';
export const ACKNOWLEDGED_FILE = 'acknowledged';
