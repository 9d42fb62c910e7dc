/** Every bound that host and follower must agree on, with its reason. Characters are UTF-16 code units. */

/** Longest prompt. It always travels and is kept whole, so it must fit inside {@link INLINE_CHARS_MAX}. */
export const PROMPT_CHARS_MAX = 128 * 1024;

/** The start of a long text that every view has: enough to recognise and begin reading it. */
export const HEAD_CHARS = 64 * 1024;
/** The end of a long text that every view has at least: more than a screen of the densest output. */
export const TAIL_CHARS = 32 * 1024;
/** The tail is cut at multiples of this, so what a view holds depends on the length alone, never on how the text arrived. */
export const TAIL_BLOCK_CHARS = 32 * 1024;
/** The most of one text that is ever inline; the rest is read with `sessions.blob`. */
export const INLINE_CHARS_MAX = HEAD_CHARS + TAIL_CHARS + TAIL_BLOCK_CHARS;

/** Prompts that may wait in one session, and their characters together: they travel in every head. */
export const QUEUE_PROMPTS_MAX = 20;
export const QUEUE_CHARS_MAX = PROMPT_CHARS_MAX;

/** Turns of a session that begin a branch beside another one: what its head may have to list. */
export const BRANCHES_MAX = 500;
/** Children that a session's turns may spawn in all: its head lists them. */
export const CHILDREN_MAX = 1_000;
/** Asides that are kept at a time; they live in memory alone. */
export const SIDE_SESSIONS_MAX = 32;
/** What was taken back and can be undone, per session; beyond it the oldest is final before its thirty days are over. */
export const UNDOABLE_MAX = 50;

/** Turns of one agent that may run in one folder at once, at most: beyond it they only get into each other's way. */
export const TURNS_PER_FOLDER_MAX = 16;

/** Characters of a text that agents are read from: the whole public registry of agents is a tenth of it. */
export const IMPORT_CHARS_MAX = 1024 * 1024;
/** Agents that are read from one text. */
export const IMPORT_AGENTS_MAX = 500;

/** What an agent lets a person choose, and the values of one choice. */
export const AGENT_OPTIONS_MAX = 32;
export const OFFERS_MAX = 256;

/** Commands that an agent may announce, and what they say together, in characters: they travel in every head. */
export const AGENT_COMMANDS_MAX = 256;
export const AGENT_COMMANDS_CHARS_MAX = 64 * 1024;

/** Files of a folder that are listed for one word. */
export const FILES_FOUND_MAX = 50;

/** Conversations in one page of what an agent itself lists: several screens; agents that page at all send fewer. */
export const AGENT_SESSIONS_MAX = 500;
/** An agent's mark of where its list goes on, which travels to the window and back. */
export const AGENT_CURSOR_CHARS_MAX = 16 * 1024;

/** Titles fit a sidebar row and a notification. */
export const TITLE_CHARS_MAX = 80;

/** Items in one turn; also the distance between the `order` of two turns. A loop of a mad agent ends here. */
export const TURN_ITEMS_MAX = 1_000_000;

/** Items of a first snapshot and of one page: several screens at once, little enough to paint in a frame or two. */
export const PAGE_ITEMS_MAX = 200;
/** Characters of items in one snapshot or page (at least one item always travels). */
export const PAGE_CHARS_MAX = 1024 * 1024;
/** Turns that are listed, or asked for at once, with what they used: more than fit any screen. */
export const USED_TURNS_MAX = 100;
/** Turns of a tree in its timeline, and what they waited for: some hundred bars for each of its rows. */
export const TIMELINE_TURNS_MAX = 2_000;
export const TIMELINE_WAITS_MAX = 10_000;
/** Lines of a summary of usage; a total is given beside them. */
export const USAGE_LINES_MAX = 100;
/** Sessions in one page of the list: two screens of rows. */
export const PAGE_SESSIONS_MAX = 50;
/** Characters of one page of a long text. */
export const BLOB_CHARS_MAX = 256 * 1024;

/** Characters of one batch: small enough that a slow link still shows something. */
export const BATCH_CHARS_MAX = 256 * 1024;
/** Batches that a follower may leave unacknowledged before the host stops sending to it: about 1 MiB. */
export const UNACKED_BATCHES_MAX = 4;
/** A stream whose follower acknowledged nothing for so long is ended; the cursor survives in the follower. */
export const UNACKED_MS_MAX = 60_000;

/** Open questions of one session; an agent that asks more gets the rest refused. */
export const REQUESTS_MAX = 64;
/** Rules that a person may keep: every window knows their ids, and a longer list is read by nobody. */
export const RULES_MAX = 200;
/** Characters of what a rule is about: what is longer is a script, of which no second run is the same. */
export const RULE_CHARS_MAX = 16 * 1024;
/** Decisions in one page of the log. */
export const PAGE_DECISIONS_MAX = 50;

/** Entries of a plan, options of a question, places of a tool: more is noise, and is cut. */
export const PLAN_ENTRIES_MAX = 200;
export const OPTIONS_MAX = 16;
export const LOCATIONS_MAX = 64;
export const TOOL_PARTS_MAX = 64;
/** Characters of a tool's raw input as shown. */
export const TOOL_INPUT_CHARS_MAX = 16 * 1024;
/** Lines of one diff that are kept with its item: what a person reads; beyond it the card says how many more there are. */
export const DIFF_LINES_MAX = 2_000;

/** Open forms of one session; an agent that asks more gets the rest cancelled. Each may be FORM_CHARS_MAX in every head. */
export const FORMS_MAX = 8;
/** Fields of one form, and offers of one field: what a person can still survey. */
export const FORM_FIELDS_MAX = 32;
export const FORM_OFFERS_MAX = 100;
/** Characters of a form as JSON, and of its address: sign-in addresses are long. */
export const FORM_CHARS_MAX = 64 * 1024;
export const FORM_URL_CHARS_MAX = 8 * 1024;
/** Characters of a field's name in the answer, and of one value. */
export const FORM_KEY_CHARS_MAX = 256;
export const FORM_VALUE_CHARS_MAX = 32 * 1024;
/** Characters of a pattern, the steps that it may come to, and characters that are held to one: some tenths of a second. */
export const PATTERN_CHARS_MAX = 512;
export const PATTERN_STEPS_MAX = 1_000;
export const PATTERN_TEXT_CHARS_MAX = 2_048;
