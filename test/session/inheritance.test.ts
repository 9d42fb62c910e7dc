import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentId, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { type PermissionPolicy, POLICIES, stricterOf } from '../../protocol/permission.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
import { codeOf, headIn, talk } from './talk.ts';

let host: SessionHost;
let root: SessionId;
let turn: TurnId;
beforeEach(() => {
  host = openSessionHost();
  root = host.create();
  turn = talk(host, root, 'go');
});
afterEach(() => host.close());

const set = (sessionId: SessionId, policy: PermissionPolicy) =>
  codeOf(host.service.dispatch({ type: 'set-policy', sessionId, policy }));
const inherit = (sessionId: SessionId) => codeOf(host.service.dispatch({ type: 'inherit-policy', sessionId }));
const usually = (policy: PermissionPolicy) =>
  host.feed.appChanged({ preferences: { ...host.feed.app.preferences, policy } });
/** What it allows, and `own` where that does not follow from its parent. */
const held = (id: SessionId) => {
  const { policy, policyInherited } = headIn(host, id);
  return policyInherited ? policy : `${policy} own`;
};
const below = (id: SessionId) => childOf(host, id, headIn(host, id).turn?.id ?? talk(host, id, 'go'));

test('[S5.7] what an agent spawns inherits what its parent allows, and never allows more, whatever is wanted for it: usual, wanted, parent', () => {
  for (const usual of POLICIES) {
    for (const parent of POLICIES) {
      usually(usual);
      set(root, parent);
      const less = stricterOf(usual, parent);
      expect(held(below(root)), `${usual} ${parent}`).toBe(less === parent ? parent : `${less} own`);
      for (const policy of POLICIES) {
        const sessionId = sessionIdOf(host.newUlid());
        const relationship = { kind: 'subagent', parent: root, turn, item: null, type: null } as const;
        const place = { agentId: AgentId.parse('playbook'), folder: '/src' } as const;
        host.service.dispatch({ type: 'create', sessionId, ...place, relationship, policy });
        expect(held(sessionId), `${policy} below ${parent}`).toBe(`${stricterOf(policy, parent)} own`);
      }
    }
  }
});

test('[S5.7] another choice for a session reaches all below that inherit, at any depth, and none with a choice of its own, nor below it', () => {
  const [heir, own] = [below(root), below(root)];
  set(own, 'ask');
  const [deeper, belowOwn] = [below(heir), below(own)];
  const [deepest, aside] = [below(deeper), asideOf(host, root, null)];
  const all = () => [heir, deeper, deepest, own, belowOwn, aside].map(held);
  expect(set(root, 'edits')).toBe('ok');
  expect(all()).toEqual(['edits', 'edits', 'edits', 'ask own', 'ask', 'edits']);
  expect(set(own, 'reads')).toBe('ok');
  expect(all()).toEqual(['edits', 'edits', 'edits', 'reads own', 'reads', 'edits']);
  expect(set(deeper, 'all')).toBe('ok');
  expect(set(root, 'ask')).toBe('ok');
  expect(all()).toEqual(['ask', 'all own', 'all', 'reads own', 'reads', 'ask']);
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 60_000 });
  expect(host.store.sessions.head(aside), 'an aside is never stored').toBeUndefined();
});

test('[S5.7] a session goes back to what its parent allows, and what is below it with it; the parent need not allow the same by then', () => {
  const child = below(root);
  const grandchild = below(child);
  set(child, 'all');
  set(root, 'reads');
  expect([child, grandchild].map(held)).toEqual(['all own', 'all']);
  expect(inherit(child)).toBe('ok');
  expect([child, grandchild].map(held)).toEqual(['reads', 'reads']);
  set(child, 'reads');
  expect(held(child)).toBe('reads own');
  set(root, 'edits');
  expect([child, grandchild].map(held)).toEqual(['reads own', 'reads']);
  expect(inherit(root)).toBe('not-for-kind');
  expect(inherit(sessionIdOf(host.newUlid()))).toBe('unknown-session');
});

test('[S5.7] what is inherited counts for the next question at once, and is there after a restart and out of the bin', () => {
  const child = below(root);
  const childTurn = host.prompt(child, 'work');
  const asks = (n: number) => {
    host.report(child, childTurn, called(`call-${n}`, { tool: 'run' }), asked(n));
    return headIn(host, child).requests.length;
  };
  expect(asks(1)).toBe(1);
  set(root, 'all');
  expect(asks(2)).toBe(1);
  expect(host.runner.answered).toHaveLength(1);
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 60_000 });
  expect(held(child)).toBe('all');
  host.service.dispatch({ type: 'delete', sessionId: child });
  set(root, 'ask');
  host.service.dispatch({ type: 'restore', sessionId: child, children: true });
  expect(held(child)).toBe('ask');
});

test('[S5.7] a choice for a tree is written in one step: without room for all of it nobody has it', () => {
  host.close();
  let full = false;
  const no = { ok: false, refusal: { code: 'disk-failing', message: 'No room' } } as const;
  host = openSessionHost({
    between: (rows) => ({ ...rows, commitAll: (commits) => (full ? no : rows.commitAll(commits)) }),
  });
  root = host.create();
  talk(host, root, 'go');
  const child = below(root);
  full = true;
  expect(set(root, 'all')).toBe('disk-failing');
  expect([root, child].map(held)).toEqual(['ask own', 'ask']);
});
