/** Bounds of one session's host side, with their reasons. */

/** Items that a live session keeps in memory, and a new follower gets at most: what a window begins with. */
export const WINDOW_ITEMS = 100;
/** The window is cut back when it has grown to this, so that cutting costs nothing per event. */
export const WINDOW_ITEMS_MAX = 2 * WINDOW_ITEMS;

/** Events that a follower may be behind before it needs a snapshot; several seconds of the fastest agent. */
export const RING_EVENTS_MAX = 4096;
/** The same in characters, so that few large events cannot fill the memory. */
export const RING_CHARS_MAX = 4 * 1024 * 1024;

/** A session that nobody follows and that does nothing is forgotten after this long; its rows bring it back. */
export const IDLE_MS_MAX = 60_000;

/** A disk that failed is tried again this often. */
export const DISK_RETRY_MS = 1_000;

/** Sessions stay in the bin for thirty days. */
export const BIN_MS = 30 * 24 * 60 * 60 * 1000;

/** Tool calls whose item is remembered per session; an older one that speaks again gets a new card. */
export const CALLS_MAX = 10_000;
/** Messages whose item is remembered per session. */
export const MESSAGES_MAX = 256;
/** Turns whose last words are remembered per session; an older one that speaks again gets a new item of its own. */
export const SPEAKING_TURNS_MAX = 8;

/** Characters of earlier conversation that are handed to an agent which cannot load it. */
export const TRANSCRIPT_CHARS_MAX = 200_000;

/** Characters of a session that a prompt mentions: several may be, and the end matters most. */
export const MENTIONED_CHARS_MAX = 100_000;

/** Folders offered when a session is started. */
export const RECENT_FOLDERS_MAX = 12;

/** What is being rolled back has this long to stop by itself. */
export const ROLLBACK_STOP_MS = 2_000;

/** How often the bin is looked through while the app runs. */
export const PURGE_EVERY_MS = 24 * 60 * 60 * 1000;
