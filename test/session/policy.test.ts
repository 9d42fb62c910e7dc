import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentId, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import type { ToolKind } from '../../protocol/item.ts';
import { LOCATIONS_MAX } from '../../protocol/limits.ts';
import { type PermissionOption, type PermissionPolicy, POLICIES } from '../../protocol/permission.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
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

const set = (policy: PermissionPolicy) => codeOf(host.service.dispatch({ type: 'set-policy', sessionId: id, policy }));
const OPTIONS: readonly PermissionOption[] = [
  { id: 'always', kind: 'allow-always', name: 'Always' },
  { id: 'once', kind: 'allow-once', name: 'Once' },
  { id: 'no', kind: 'reject-once', name: 'No' },
];
const KINDS: readonly ToolKind[] = ['read', 'search', 'think', 'edit', 'run', 'delete', 'move', 'fetch', 'other'];

type Call = {
  readonly tool: ToolKind;
  readonly paths?: readonly string[];
  readonly command?: string;
  readonly diffs?: readonly string[];
};
const diffTo = (path: string) =>
  ({ type: 'diff', path, change: 'edited', added: 0, removed: 0, hunks: [], omittedLines: 0 }) as const;

let questions = 0;
/** Whether a person is asked about such a call. */
function ask({ tool, paths = [], command, diffs = [] }: Call, options = OPTIONS): boolean {
  questions += 1;
  const { question } = asked(questions);
  const content = diffs.map((path) => diffTo(path));
  const locations = paths.map((path) => ({ path, line: null }));
  const known = called(question.call, { tool, locations, content });
  host.report(id, turn, known, { type: 'asked', question: { ...question, command: command ?? null, options } });
  return headIn(host, id).requests.some((request) => request.id === question.id);
}
/** The kinds of such calls that nobody is asked about. */
const allowed = (call: Omit<Call, 'tool'>) =>
  KINDS.filter((tool) => {
    const open = ask({ tool, ...call });
    host.report(id, turn, { type: 'withdrawn', requestId: asked(questions).question.id });
    return !open;
  });

test('[C37] [S4.5] a policy allows by what a call does and where: policy, kind and place', () => {
  const places = {
    inside: { paths: ['/src/a.ts', '/src/deep/b.ts'] },
    outside: { paths: ['/src/a.ts', '/elsewhere/b.ts'] },
    unknown: {},
  };
  const found = POLICIES.map((policy) => {
    set(policy);
    return Object.fromEntries(Object.entries(places).map(([place, call]) => [place, allowed(call)]));
  });
  expect(found).toEqual([
    { inside: [], outside: [], unknown: [] },
    { inside: ['read', 'search', 'think'], outside: ['think'], unknown: ['think'] },
    { inside: ['read', 'search', 'think', 'edit'], outside: ['think'], unknown: ['think'] },
    { inside: KINDS, outside: KINDS, unknown: KINDS },
  ]);
});

test('[S4.5] what has a command line is a command, whatever kind its agent calls it', () => {
  for (const policy of ['reads', 'edits'] as const) {
    set(policy);
    expect(allowed({ paths: ['/src/a.ts'], command: 'cat /src/a.ts; rm -rf ~' })).toEqual([]);
  }
});

test('[S4.5] a diff outside the folder, a relative place, and more places than are kept are asked about', () => {
  set('edits');
  const edit = (call: Omit<Call, 'tool'>) => ask({ tool: 'edit', ...call });
  expect(edit({ diffs: ['/src/a.ts'] })).toBe(false);
  expect(edit({ paths: ['/src/a.ts'], diffs: ['/src/a.ts', '/etc/hosts'] })).toBe(true);
  expect(edit({ paths: ['a.ts'] })).toBe(true);
  expect(edit({ paths: [`/src/${'a'.repeat(5_000)}`] })).toBe(true);
  expect(edit({ paths: Array.from({ length: LOCATIONS_MAX + 1 }, (_, n) => `/src/${n}`) })).toBe(true);
});

test('[C37] a policy counts from the next question on; what was asked is still asked', () => {
  expect(ask({ tool: 'run' })).toBe(true);
  expect(set('all')).toBe('ok');
  expect(headIn(host, id).requests).toHaveLength(1);
  expect(ask({ tool: 'run' })).toBe(false);
  set('ask');
  expect(ask({ tool: 'run' })).toBe(true);
});

test('[C37] [S4.5] what a policy grants it grants once, never for good; without such an answer, or with several, a person is asked', () => {
  set('all');
  expect(ask({ tool: 'run' })).toBe(false);
  expect(host.runner.answered).toEqual([[id, asked(questions).question.id, { kind: 'selected', optionId: 'once' }]]);
  expect(ask({ tool: 'run' }, [{ id: 'always', kind: 'allow-always', name: 'Always' }])).toBe(true);
  expect(ask({ tool: 'other' }, [...OPTIONS, { id: 'blue', kind: 'allow-once', name: 'The blue one' }])).toBe(true);
});

test('[C37] the policy is part of the head, so every view and a restart know it', () => {
  set('edits');
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 40_000 });
  expect(headIn(host, id).policy).toBe('edits');
});

test('[S4.5] new sessions begin with the default, also after a restart, and what was chosen for one counts in it alone', () => {
  host.store.preferences.put({ policy: 'edits' });
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 40_000 });
  expect(headIn(host, id).policy).toBe('ask');
  expect(headIn(host, host.create()).policy).toBe('edits');
  const sessionId = sessionIdOf(host.newUlid());
  const create = { type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder: '/src' } as const;
  expect(codeOf(host.service.dispatch({ ...create, policy: 'reads' }))).toBe('ok');
  expect(headIn(host, sessionId).policy).toBe('reads');
});

test('[S4.5] a child and an aside allow no more than their parent, and no more than the default', () => {
  const below = (usual: PermissionPolicy, parent: PermissionPolicy) => {
    host.feed.appChanged({ preferences: { ...host.feed.app.preferences, policy: usual } });
    set(parent);
    return [childOf(host, id, turn), asideOf(host, id, turn)].map((one) => headIn(host, one).policy);
  };
  expect(below('all', 'ask')).toEqual(['ask', 'ask']);
  expect(below('edits', 'reads')).toEqual(['reads', 'reads']);
  expect(below('ask', 'all')).toEqual(['ask', 'ask']);
  expect(below('all', 'all')).toEqual(['all', 'all']);
});
