import { afterEach, expect, test } from 'vitest';
import { ATTENTION_KINDS } from '../../../protocol/attention.ts';
import type { Refusal } from '../../../protocol/command.ts';
import type { AgentRefusal } from '../../../protocol/contract.ts';
import { TEXT_FORMATS } from '../../../protocol/form.ts';
import { AgentId, sessionIdOf } from '../../../protocol/ids.ts';
import type { JsonNeed, KeybindingsRefusal } from '../../../protocol/keybindings.ts';
import { OWN_TOOLS } from '../../../protocol/own-tools.ts';
import { POLICIES } from '../../../protocol/permission.ts';
import { STANDINGS } from '../../../protocol/tree.ts';
import type { Failure } from '../../../protocol/turn.ts';
import { USAGE_GROUPS } from '../../../protocol/usage.ts';
import type { AttachmentProblem } from '../../../renderer/attachments/problem.ts';
import type { KeyProblem } from '../../../renderer/keys/resolve.ts';
import { SCOPES } from '../../../renderer/keys/scopes.ts';
import type { StrokeMistake } from '../../../renderer/keys/stroke.ts';
import { COMMAND_IDS } from '../../../renderer/keys/table.ts';
import { en } from '../../../renderer/words/en.ts';
import type { Decider } from '../../../renderer/words/en-permissions.ts';
import { ago } from '../../../renderer/words/times.ts';
import {
  LANGUAGES,
  type Language,
  preferredLanguage,
  speak,
  type Words,
  whole,
  words,
} from '../../../renderer/words/words.ts';
import { zh } from '../../../renderer/words/zh.ts';

type First<Key extends keyof Words> = Words[Key] extends (first: infer Given, ...rest: never[]) => string
  ? Given
  : never;

/** Word functions that take neither any text nor any number, but a case out of several. */
type Cased = {
  [Key in keyof Words]: [First<Key>] extends [never]
    ? never
    : string extends First<Key>
      ? never
      : number extends First<Key>
        ? never
        : Key;
}[keyof Words];

const agentId = AgentId.parse('codex');
const refusals: { readonly [Code in Refusal['code']]: Omit<Extract<Refusal, { code: Code }>, 'code'> } = {
  'unknown-session': {},
  'session-exists': {},
  'session-deleted': {},
  'unknown-agent': { agentId },
  'folder-missing': { folder: '/1' },
  'empty-prompt': {},
  'attachments-too-large': { maxBytes: 25_165_824 },
  'unknown-attachment': { name: '1' },
  'prompt-too-long': { maxChars: 131_072 },
  'empty-title': {},
  'named-by-person': {},
  'title-too-long': { maxChars: 80 },
  busy: {},
  'nothing-running': {},
  'not-waiting': {},
  'nothing-to-resume': {},
  'nothing-to-retry': {},
  'already-answered': { verdict: 'always', by: { kind: 'person', window: null } },
  'not-rememberable': {},
  'too-many-rules': { maxRules: 200 },
  'unknown-option': {},
  'form-unfit': { fields: ['7'] },
  'queue-full': { maxPrompts: 20 },
  'queue-too-long': { maxChars: 131_072 },
  'not-queued': {},
  closed: {},
  'session-hidden': { kind: 'child' },
  'unknown-parent': {},
  'asker-stopping': {},
  'unknown-turn': {},
  'not-for-kind': { kind: 'child' },
  'not-for-native': {},
  'native-unstoppable': { parent: '9' },
  'children-busy': { titles: ['8'] },
  'too-many-branches': { maxBranches: 500 },
  'too-many-children': { maxChildren: 1_000 },
  'over-budget': { over: { limit: 'tokens', max: 7, used: 7 }, root: sessionIdOf('0'.repeat(26)) },
  'budget-of-root': { root: sessionIdOf('0'.repeat(26)) },
  'too-many-asides': { maxAsides: 32 },
  'already-held': { session: sessionIdOf('0'.repeat(26)), deleted: false },
  'taking-over': {},
  'nothing-to-fetch': {},
  'rolling-back': {},
  'nothing-to-roll-back': {},
  'nothing-to-undo': {},
  'nothing-to-clear': {},
  'not-offered': { option: '9' },
  'disk-failing': { message: '7' },
};
const agentRefusals: { readonly [Code in AgentRefusal['code']]: Omit<Extract<AgentRefusal, { code: Code }>, 'code'> } =
  {
    'agent-built-in': { agentId },
    'agent-in-use': { agentId },
    'unknown-agent': { agentId },
    'disk-failing': { message: '7' },
  };
const failures: { readonly [Code in Failure['code']]: true } = {
  'agent-missing': true,
  'agent-start': true,
  'agent-sign-in': true,
  'secret-missing': true,
  'secret-sealed': true,
  'agent-crashed': true,
  'agent-silent': true,
  'agent-error': true,
  'agent-protocol': true,
  'attachment-unreadable': true,
  'over-budget': true,
  'folder-missing': true,
};
const FAILURES = Object.keys(failures).map((code) => ({ code, message: '', detail: '' }) as Failure);

const jsonNeeds: { readonly [Need in JsonNeed]: true } = {
  value: true,
  name: true,
  colon: true,
  comma: true,
  end: true,
  other: true,
};
const strokeMistakes: { readonly [Mistake in StrokeMistake]: true } = {
  'no-key': true,
  'two-keys': true,
  'unknown-key': true,
  'modifier-twice': true,
};
const keyProblems: {
  readonly [Code in KeyProblem['code']]: readonly Omit<Extract<KeyProblem, { code: Code }>, 'code'>[];
} = {
  unreadable: [{ message: '7' }],
  'too-large': [{ maxBytes: 262_144 }],
  'not-json': Object.keys(jsonNeeds).map((need) => ({ need: need as JsonNeed, line: 1, column: 1 })),
  'not-a-list': [{ line: 1, column: 1 }],
  'not-an-entry': [{ line: 1, column: 1 }],
  'bad-field': (['keys', 'command', 'scope'] as const).map((field) => ({ field, line: 1, column: 1 })),
  'unknown-field': [{ field: '7', line: 1, column: 1 }],
  'too-many': [{ max: 200, line: 1, column: 1 }],
  'unknown-command': [{ command: '7', line: 1, column: 1 }],
  'unknown-scope': [{ scope: '7', line: 1, column: 1 }],
  'bound-scope': [{ command: 'composer.send', scope: 'composer', line: 1, column: 1 }],
  'unreadable-keys': Object.keys(strokeMistakes).map((mistake) => ({
    keys: '7',
    mistake: mistake as StrokeMistake,
    line: 1,
    column: 1,
  })),
  'typed-keys': [{ keys: '7', line: 1, column: 1 }],
  'reserved-keys': [{ keys: '7', line: 1, column: 1 }],
  'taken-keys': [{ keys: '7', by: 'session.new', scope: 'app', line: 1, column: 1 }],
};
const keybindingsRefusals: {
  readonly [Code in KeybindingsRefusal['code']]: Omit<Extract<KeybindingsRefusal, { code: Code }>, 'code'>;
} = {
  'keybindings-broken': { line: 3, column: 5 },
  'keybindings-too-large': { maxBytes: 262_144 },
  'keybindings-full': { max: 200 },
  'keybindings-unwritable': { message: '7' },
};

const attachmentProblems: {
  readonly [Code in AttachmentProblem['code']]: Omit<Extract<AttachmentProblem, { code: Code }>, 'code'>;
} = {
  'too-large': { name: '1', maxBytes: 7 },
  'too-many': { max: 20 },
  'all-too-large': { name: '1', maxBytes: 7 },
  folder: { name: '1' },
  unreadable: { name: '1' },
  'not-sent': { name: '1' },
  'too-many-uploads': { name: '1' },
  'disk-failing': { name: '1', message: '7' },
  'not-as-promised': { name: '1' },
};
const LIMITS = ['children', 'depth', 'tokens', 'cost', 'timeMs'] as const;
const TOOL_KINDS = ['read', 'edit', 'delete', 'move', 'search', 'run', 'think', 'fetch', 'compact', 'other'] as const;
const deciders: { readonly [By in Decider]: true } = {
  ...{
    you: true,
    'other-window': true,
    rule: true,
    'own-tool': true,
    stop: true,
    agent: true,
    'turn-ended': true,
    'host-ended': true,
  },
  ...{ ask: true, reads: true, edits: true, all: true },
};
const DECIDERS = Object.keys(deciders) as readonly Decider[];

const MANY = (['stop', 'archive'] as const).map((action) => ({ action, n: 7, done: 3 }));

/** Every case of every word function that takes one. */
const CASES: { readonly [Key in Cased]: readonly First<Key>[] } = {
  refusal: Object.entries(refusals).map(([code, what]) => ({ code, ...what }) as Refusal),
  agentRefusal: Object.entries(agentRefusals).map(([code, what]) => ({ code, ...what }) as AgentRefusal),
  folderRefusal: [{ code: 'folder-unreadable', folder: '/1', reason: '7' }],
  attachmentProblem: Object.entries(attachmentProblems).map(([code, what]) => ({ code, ...what }) as AttachmentProblem),
  ownTool: OWN_TOOLS,
  sessionsRefusal: ['unknown-agent', 'cannot-list'],
  failure: FAILURES,
  catalogRefusal: [
    { code: 'not-json', line: 3, column: 5 },
    { code: 'not-json', line: null, column: null },
    { code: 'no-agents' },
  ],
  importTrouble: [
    { code: 'not-installed', program: '7', homepage: null },
    { code: 'not-installed', program: '7', homepage: '/1' },
    { code: 'other-system' },
    { code: 'no-program' },
    { code: 'malformed', path: '7' },
    { code: 'too-many', max: 200 },
  ],
  loginFailure: [
    { code: 'no-shell' },
    { code: 'too-slow', ms: 5_000 },
    { code: 'too-long' },
    { code: 'not-started', message: '7' },
    { code: 'no-answer', exitCode: null, message: '7' },
    { code: 'no-answer', exitCode: 3, message: '7' },
  ],
  nothingFound: [
    { code: 'not-installed' },
    { code: 'npx-missing' },
    { code: 'node-too-old', version: null, min: 22 },
    { code: 'node-too-old', version: '20', min: 22 },
  ],
  worktreeState: [
    { kind: 'clean' },
    { kind: 'holds', files: 3, commits: 5 },
    { kind: 'holds', files: 0, commits: 7 },
    { kind: 'used', titles: ['7'] },
    { kind: 'gone' },
    { kind: 'unknown', message: '7' },
  ],
  worktreesKept: [['/1'], ['/1', '/7']],
  attentionKind: ATTENTION_KINDS,
  alertOf: ATTENTION_KINDS,
  activity: [
    { kind: 'idle' },
    { kind: 'finished' },
    { kind: 'queued', place: 3 },
    { kind: 'starting' },
    { kind: 'starting', wait: { kind: 'crashes', until: 1_700_000_000_000 } },
    { kind: 'starting', wait: { kind: 'room' } },
    { kind: 'waiting' },
    { kind: 'running' },
    { kind: 'awaiting', children: 2 },
    { kind: 'rate-limited', until: null },
    { kind: 'asking' },
    { kind: 'stopping' },
    { kind: 'stopped' },
    { kind: 'interrupted' },
    ...FAILURES.map((failure) => ({ kind: 'failed', failure }) as const),
  ],
  outcome: [
    { kind: 'completed' },
    { kind: 'cut-short', reason: 'max-tokens' },
    { kind: 'cut-short', reason: 'max-requests' },
    { kind: 'cut-short', reason: 'refusal' },
    { kind: 'stopped' },
    { kind: 'interrupted' },
    { kind: 'interrupted', by: 'agent-ended' },
    { kind: 'interrupted', by: 'agent-unsure' },
    ...FAILURES.map((failure) => ({ kind: 'failed', failure }) as const),
  ],
  notice: [
    { code: 'resumed' },
    { code: 'set-to-work' },
    { code: 'handed-over' },
    { code: 'forked' },
    ...(['fetched', 'untold', 'incomplete'] as const).map((history) => ({ code: 'taken-over', history }) as const),
    { code: 'not-rolled-back', stuck: ['1'], stopped: ['2'] },
    { code: 'heavy', bytes: 4 * 1024 ** 3 },
    { code: 'sent-as-links', names: ['1', '2'] },
    { code: 'option-refused', option: '3', text: '4' },
    { code: 'form-refused', fault: { code: 'unknown-form', mode: '5' } },
    { code: 'form-refused', fault: { code: 'unknown-field', field: '6' } },
    { code: 'form-refused', fault: { code: 'unknown-rule', field: '6' } },
    { code: 'form-refused', fault: { code: 'bad-link' } },
    { code: 'form-refused', fault: { code: 'too-long' } },
    { code: 'form-refused', fault: { code: 'malformed' } },
  ],
  treeTab: ['outline', 'graph', 'timeline'],
  belowStanding: STANDINGS.map((standing, n) => ({ sessions: n + 1, standing })),
  ...{ manyTitle: MANY, manyNow: MANY, manyDone: MANY, manyFailed: MANY },
  manyHelp: ['stop', 'archive'],
  turnOutcome: ['completed', 'cut-short', 'stopped', 'interrupted', 'failed'],
  waitedFor: (['line', 'person', 'children'] as const).map((cause) => ({ cause, took: '1:07', whom: '7' })),
  toolStatus: ['pending', 'running', 'done', 'failed', 'stopped'],
  denied: ['code-used', 'code-unknown', 'credential-unknown', 'no-code'],
  policy: POLICIES,
  policyHelp: POLICIES,
  ruleSubject: [
    ...TOOL_KINDS.map((tool) => ({ kind: 'tool', tool }) as const),
    { kind: 'command', command: '1' },
    { kind: 'title', title: '2' },
  ],
  decided: DECIDERS.flatMap((by) =>
    (['once', 'always', 'rejected', 'cancelled'] as const).flatMap((verdict) =>
      [true, false].map((made) => ({ verdict, by, made })),
    ),
  ),
  ruleRefusal: [
    { code: 'unknown-rule' },
    { code: 'too-many-rules', maxRules: 200 },
    { code: 'disk-failing', message: '7' },
  ],
  optionName: ['allow-once', 'allow-always', 'reject-once', 'reject-always'],
  ability: ['load', 'fork', 'resume', 'list', 'close', 'delete', 'images', 'context', 'http-tools'],
  theme: ['system', 'light', 'dark'],
  motion: ['system', 'reduced'],
  commandName: COMMAND_IDS,
  scopeName: SCOPES,
  keyProblem: Object.entries(keyProblems).flatMap(([code, whats]) =>
    whats.map((what) => ({ code, ...what }) as KeyProblem),
  ),
  secretState: ['kept', 'missing', 'sealed'],
  secretRefusal: [
    { code: 'secrets-unwritable', message: '7' },
    { code: 'secrets-broken', path: '/1' },
    { code: 'secrets-full', max: 16 },
  ],
  keybindingsRefusal: Object.entries(keybindingsRefusals).map(
    ([code, what]) => ({ code, ...what }) as KeybindingsRefusal,
  ),
  usageGroup: USAGE_GROUPS,
  tokenKind: ['input', 'output', 'cachedRead', 'cachedWrite', 'thought'],
  turnPlace: ['branch', 'undone', 'gone'],
  formProblem: [
    { code: 'missing' },
    { code: 'unknown' },
    { code: 'too-short', minChars: 2 },
    { code: 'too-long', maxChars: 9 },
    { code: 'other-pattern', pattern: '7' },
    ...TEXT_FORMATS.map((format) => ({ code: 'other-format', format }) as const),
    { code: 'no-number' },
    { code: 'no-whole-number' },
    { code: 'too-small', min: 2 },
    { code: 'too-great', max: 9 },
    { code: 'not-among' },
    { code: 'too-few', minPicked: 2 },
    { code: 'too-many', maxPicked: 9 },
  ],
  held: ['stopped', 'failed', 'interrupted', 'over-budget'],
  budgetLimit: LIMITS,
  budgetUnit: LIMITS,
  budgetWrong: LIMITS,
  language: ['system', 'en', 'zh'],
};

type Said = { readonly key: string; readonly text: string; readonly given: readonly unknown[] };
type WordFunction = (...given: readonly unknown[]) => string;

/** All that a language can say. Functions of texts and numbers are given short numbers, which every language writes alike. */
function allOf(language: Words): readonly Said[] {
  return Object.entries(language).flatMap(([key, word]): readonly Said[] => {
    if (typeof word === 'string') return [{ key, text: word, given: [] }];
    const say = word as WordFunction;
    const cases: readonly unknown[] | undefined = CASES[key as Cased];
    if (cases) return cases.map((one) => ({ key: `${key} ${JSON.stringify(one)}`, text: say(one), given: [] }));
    const given = Array.from({ length: say.length }, (_, place) => 101 * (place + 1));
    return [{ key, text: say(...given), given }];
  });
}

/** Names, which no language translates, and what the samples above bring along. */
const NAMES =
  /Alt|npx|Git(?![a-z])|Node\.js|JSON|agent_servers|shell|Skein|Playbook|Markdown|Agent Client Protocol|ACP|HTTP|English|@codex/g;

afterEach(() => speak('en'));

test('[S3.7] every language has every word, says something each time, and leaves out nothing it is told', () => {
  for (const [name, language] of Object.entries(LANGUAGES)) {
    expect(Object.keys(language).sort()).toEqual(Object.keys(en).sort());
    for (const { key, text, given } of allOf(language)) {
      expect(text.trim(), `${name}: ${key}`).not.toBe('');
      expect(text, `${name}: ${key}`).not.toMatch(/undefined|null|NaN|\[object/);
      for (const told of given) expect(text, `${name}: ${key}`).toContain(String(told));
    }
  }
});

test('[S3.7] no English is left in Chinese, nor any half-width punctuation', () => {
  for (const { key, text } of allOf(zh)) {
    if (key === 'locale') continue;
    expect(text.replace(NAMES, ''), key).not.toMatch(/[A-Za-z]{2}/);
    expect(text, key).not.toMatch(
      /\p{Script=Han}\s*[,.:;?!()"'…](?!…)|\p{Script=Han}[A-Za-z0-9@]|[A-Za-z0-9]\p{Script=Han}/u,
    );
  }
});

test('[S3.7] a language that lacks a word or an argument does not compile', () => {
  const { undo: _, ...lacking } = zh;
  // @ts-expect-error a word is missing
  expect(Object.keys(whole(lacking))).not.toContain('undo');
  // @ts-expect-error it takes a number
  expect(whole({ ...zh, thought: (seconds: string) => seconds }).thought(1)).toBe(1);
  // @ts-expect-error it forgets the number
  expect(whole({ ...zh, thought: () => '思考' }).thought(1)).toBe('思考');
  expect(whole(zh)).toBe(zh);
});

test('[S3.7] what is asked for is what is spoken', () => {
  expect(words().settings).toBe('Settings');
  speak('zh');
  expect(words().settings).toBe('设置');
});

test('[S3.7] ages follow the language', () => {
  const now = Date.UTC(2026, 4, 20, 12);
  const hours = [0, 0.5, 5, 48, 240].map((passed) => passed * 3_600_000);
  const said = (language: Language) => {
    speak(language);
    return hours.map((ms) => ago(now - ms, now));
  };
  expect(said('en')).toEqual(['now', '30m', '5h', 'Mon', '10d']);
  expect(said('zh')).toEqual(['刚刚', '30 分钟', '5 小时', '周一', '10 天']);
});

test('[S3.7] the first language that a person reads and Skein speaks is taken', () => {
  const wanted = [['zh-CN', 'en'], ['zh-TW'], ['zh-Hant-HK'], ['ZH'], ['en-GB', 'zh'], ['de', 'zh-CN'], ['de'], []];
  expect(wanted.map(preferredLanguage)).toEqual(['zh', 'zh', 'zh', 'zh', 'en', 'zh', 'en', 'en']);
});
