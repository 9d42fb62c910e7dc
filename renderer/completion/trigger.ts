/** A word at the caret that something may be offered for, and its place in the text: `to` is behind all of it. */
export type Trigger = {
  readonly kind: 'command' | 'mention';
  /** What was typed of it before the caret, without its sign. */
  readonly query: string;
  readonly from: number;
  readonly to: number;
};

const COMMAND = /^\/(?<query>\S*)$/u;
const BARE = /(?<=^|[\s([{])@(?<query>[^\s"@]*)$/u;
const QUOTED = /(?<=^|[\s([{])@"(?<quoted>(?:[^"\\\r\n]|\\.)*)$/u;
/** What a word goes on with behind the caret: a bracket or comma after it stays. */
const REST_OF_BARE = /^[^\s"@()[\]{},;:!?]*/u;
const REST_OF_QUOTED = /^(?:[^"\\\r\n]|\\.)*"/u;

/** A command begins the text, a mention any word. Null: there is neither at the caret. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const [before, after] = [text.slice(0, caret), text.slice(caret)];
  const command = COMMAND.exec(before);
  if (command) return found('command', command, caret, /^\S*/u.exec(after));
  const bare = BARE.exec(before);
  if (bare) return found('mention', bare, caret, REST_OF_BARE.exec(after));
  const quoted = QUOTED.exec(before);
  return quoted && found('mention', quoted, caret, REST_OF_QUOTED.exec(after));
}

function found(kind: Trigger['kind'], match: RegExpExecArray, caret: number, rest: RegExpExecArray | null): Trigger {
  const { query = '', quoted } = match.groups ?? {};
  return {
    kind,
    query: quoted?.replace(/\\(.)/gu, '$1') ?? query,
    from: match.index,
    to: caret + (rest?.[0].length ?? 0),
  };
}

/** The command that the text gives, when nothing has been written behind it yet: its hint stands there meanwhile. */
export function commandBegun(text: string): string | null {
  return /^\/(?<name>\S+)[ \t]$/u.exec(text)?.groups?.['name'] ?? null;
}
