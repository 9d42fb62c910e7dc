import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentId, type RuleId, ruleIdOf, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import type { ToolKind } from '../../protocol/item.ts';
import { RULE_CHARS_MAX, RULES_MAX } from '../../protocol/limits.ts';
import { type PermissionOption, UNTITLED_CALL } from '../../protocol/permission.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called } from './reports.ts';
import { asideOf } from './spawned.ts';
import { codeOf, headIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
let turn: TurnId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
  turn = host.prompt(id, 'go');
});
afterEach(() => host.close());

const ONCE: PermissionOption = { id: 'once', kind: 'allow-once', name: 'Once' };
const ALWAYS: PermissionOption = { id: 'always', kind: 'allow-always', name: 'Always' };

type Call = {
  readonly tool?: ToolKind;
  readonly title?: string;
  readonly command?: string | null;
  readonly folder?: string;
  readonly paths?: readonly string[];
  readonly options?: readonly PermissionOption[];
};
const BUILD: Call = { tool: 'run', command: 'make all' };
let questions = 0;

/** The open question that such a call made; undefined when it was answered at once. */
function ask({ tool = 'other', paths = [], command = null, ...call }: Call, session = id, inTurn = turn) {
  questions += 1;
  const { question } = asked(questions);
  const locations = paths.map((path) => ({ path, line: null }));
  const wanted = { ...question, options: [ALWAYS, ONCE], ...call, command };
  host.report(session, inTurn, called(question.call, { tool, locations }), { type: 'asked', question: wanted });
  return headIn(host, session).requests.find((request) => request.id === question.id);
}

/** Answers the open question for good; the answer is what became of it. */
function always(asking: ReturnType<typeof ask>, optionId = 'once', rule = ruleIdOf(host.newUlid()), session = id) {
  if (!asking) throw new Error('Nobody was asked');
  const answer = { type: 'answer', sessionId: session, requestId: asking.id, optionId, remember: rule } as const;
  return codeOf(host.service.dispatch(answer));
}

/** A session beside the first one, at work. */
function another(agent = 'playbook', folder = '/src'): readonly [SessionId, TurnId] {
  const sessionId = sessionIdOf(host.newUlid());
  const agentId = AgentId.parse(agent);
  expect(codeOf(host.service.dispatch({ type: 'create', sessionId, agentId, folder }))).toBe('ok');
  return [sessionId, host.prompt(sessionId, 'go')];
}
const isAsked = (call: Call, session = id, inTurn = turn) => ask(call, session, inTurn) !== undefined;
const only = (): RuleId => {
  const [rule, ...more] = host.permissions.rules();
  if (!rule || more.length > 0) throw new Error('There is not one rule');
  return rule.id;
};

test('[S4.5] what is allowed always here is allowed once to the agent, and answers from then on, also in other sessions and after a restart', () => {
  expect(always(ask(BUILD))).toBe('ok');
  expect(host.runner.answered.at(-1)).toEqual([id, expect.anything(), { kind: 'selected', optionId: 'once' }]);
  expect(isAsked(BUILD)).toBe(false);
  expect(host.runner.answered.at(-1)).toMatchObject([id, expect.anything(), { optionId: 'once' }]);
  const [other, otherTurn] = another();
  expect(isAsked(BUILD, other, otherTurn)).toBe(false);
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 40_000 });
  const [later, laterTurn] = another();
  expect(isAsked(BUILD, later, laterTurn)).toBe(false);
  expect(host.feed.app.rules).toEqual([only()]);
});

test('[S4.5] a rule is for this agent, in this folder, and for exactly this command line', () => {
  const script = 'make all\nmake check';
  always(ask(BUILD));
  always(ask({ tool: 'run', command: script }));
  expect(isAsked({ tool: 'run', command: script })).toBe(false);
  const others = ['make all ', 'make all && rm -rf .', 'make', 'make all\nmake check\n', 'MAKE ALL'];
  for (const command of others) expect(isAsked({ tool: 'run', command }), command).toBe(true);
  expect(isAsked({ ...BUILD, folder: '/src/deep' })).toBe(true);
  const [elsewhere, turnThere] = another('playbook', '/other');
  expect(isAsked({ ...BUILD, folder: '/other' }, elsewhere, turnThere)).toBe(true);
  expect(isAsked(BUILD, elsewhere, turnThere), 'a command is run in the folder of the rule').toBe(false);
});

test('[S4.5] a rule of a kind of tool is for its folder alone, one of any other tool for its very title', () => {
  always(ask({ tool: 'edit', paths: ['/src/a.ts'] }));
  expect(isAsked({ tool: 'edit', paths: ['/src/b.ts'] })).toBe(false);
  expect(isAsked({ tool: 'edit', paths: ['/src/b.ts', '/etc/hosts'] })).toBe(true);
  expect(isAsked({ tool: 'edit' })).toBe(true);
  expect(isAsked({ tool: 'delete', paths: ['/src/a.ts'] })).toBe(true);
  always(ask({ title: 'mcp ping' }));
  expect(isAsked({ title: 'mcp ping' })).toBe(false);
  expect(isAsked({ title: 'mcp ping all' })).toBe(true);
  expect(isAsked({ tool: 'fetch', title: 'mcp ping' })).toBe(true);
});

test('[S4.5] no rule can be made of what says too little, reaches too far, or leaves a choice', () => {
  const vague: readonly Call[] = [
    { tool: 'run', title: 'Shell' },
    { title: UNTITLED_CALL },
    { tool: 'edit', command: 'str_replace', paths: ['/src/a.ts'] },
    { tool: 'edit', paths: ['/etc/hosts'] },
    { tool: 'read' },
    { tool: 'run', command: 'x'.repeat(RULE_CHARS_MAX + 1) },
    { ...BUILD, folder: 'deep' },
    { ...BUILD, options: [ALWAYS] },
    { ...BUILD, options: [ONCE, { ...ONCE, id: 'twice' }] },
  ];
  for (const call of vague) {
    const asking = ask(call);
    expect(asking?.scope, JSON.stringify(call)).toBeUndefined();
    expect(always(asking, asking?.options[0]?.id)).toBe('not-rememberable');
  }
  expect(always(ask(BUILD), 'always')).toBe('not-rememberable');
  expect(host.permissions.rules()).toEqual([]);
});

test('[S4.5] a revoked rule answers nothing more from that moment on, and can be had back', () => {
  always(ask(BUILD));
  const rule = only();
  expect(host.permissions.revoke(rule).ok).toBe(true);
  expect(host.feed.app.rules).toEqual([]);
  expect(isAsked(BUILD)).toBe(true);
  expect(host.permissions.revoke(rule)).toEqual({ ok: false, refusal: { code: 'unknown-rule' } });
  expect(host.permissions.restore(rule).ok).toBe(true);
  expect(host.permissions.restore(rule)).toEqual({ ok: false, refusal: { code: 'unknown-rule' } });
  expect(host.feed.app.rules).toEqual([rule]);
  expect(isAsked(BUILD)).toBe(false);
});

test('[S4.5] the list says of a rule what it is for, where it was made, and how often it was of use', () => {
  host.service.dispatch({ type: 'rename', sessionId: id, title: 'Ship it' });
  always(ask(BUILD));
  const madeAt = host.clock.now();
  host.clock.advance(5);
  ask(BUILD);
  host.clock.advance(5);
  ask(BUILD);
  expect(host.permissions.rules()).toEqual([
    {
      ...{ id: only(), agentId: 'playbook', folder: '/src', subject: { kind: 'command', command: 'make all' }, madeAt },
      ...{ session: id, sessionTitle: 'Ship it', uses: 2, usedAt: madeAt + 10 },
    },
  ]);
  host.store.sessions.purge(id);
  expect(host.permissions.rules()).toMatchObject([{ sessionTitle: null, uses: 2 }]);
});

test('[S4.5] the same rule made twice is one, and more than a person can oversee are refused', () => {
  const [one, two] = [ask(BUILD), ask(BUILD)];
  expect([always(one), always(two)]).toEqual(['ok', 'ok']);
  const decided = host.permissions.decisions({ session: id, before: null, limit: 9 }).decisions;
  expect(decided.map(({ made }) => made)).toEqual([only(), only()]);
  for (let n = 1; n < RULES_MAX; n += 1) always(ask({ title: `tool ${n}` }));
  expect(host.permissions.rules()).toHaveLength(RULES_MAX);
  const beyond = ask({ title: 'one too many' });
  expect(always(beyond)).toBe('too-many-rules');
  expect(headIn(host, id).requests).toEqual([beyond]);
  const first = host.feed.app.rules[0];
  if (first) host.permissions.revoke(first);
  expect(always(beyond)).toBe('ok');
  expect(first && host.permissions.restore(first)).toEqual({
    ok: false,
    refusal: { code: 'too-many-rules', maxRules: RULES_MAX },
  });
});

test('[S4.5] of an aside no rule is made, though rules answer there, and no file has its decisions', () => {
  always(ask(BUILD));
  const aside = asideOf(host, id, null);
  const turnThere = host.prompt(aside, 'why?');
  expect(ask({ title: 'a secret tool' }, aside, turnThere)).toMatchObject({ title: 'a secret tool' });
  expect(headIn(host, aside).requests[0]?.scope).toBeUndefined();
  expect(isAsked(BUILD, aside, turnThere)).toBe(false);
  const log = host.permissions.decisions({ session: null, before: null, limit: 9 }).decisions;
  expect(log.map(({ session }) => session)).toEqual([id]);
  expect(host.permissions.rules()).toMatchObject([{ uses: 0 }]);
});
