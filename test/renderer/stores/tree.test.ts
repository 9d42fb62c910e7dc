import { beforeEach, expect, test, vi } from 'vitest';
import type { Summary } from '../../../protocol/summary.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { summaryWith } from '../../support/summary.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { useSessions } = await import('../../../renderer/stores/sessions.ts');
const { askTree } = await import('../../../renderer/stores/tree.ts');

const [root, child, gone] = [1, 2, 3].map(sessionIdNumber) as [never, never, never];
const rootLine = summaryWith({ id: root });
const line = (id: never, title: string) => summaryWith({ id, kind: 'child', parent: root, title });

/** A host that answers when the test says so. */
function openTree() {
  const answers: ((found: readonly Summary[]) => void)[] = [];
  const tree = () => new Promise<readonly Summary[]>((answer) => answers.push(answer));
  return { client: { sessions: { tree } } as unknown as HostClient, answers };
}

const titles = () => [...useSessions.getState().summaries.values()].map(({ title }) => title);

beforeEach(() => useSessions.setState({ summaries: new Map(), unconfirmed: new Set() }));

test('[W102] a tree is asked for once, however many parts of the window want it, and what was announced meanwhile is newer', async () => {
  const { client, answers } = openTree();
  const [one, two] = [askTree(client, root), askTree(client, root)];
  useSessions.setState({ summaries: new Map([[child, line(child, 'announced')]]) });
  expect(answers).toHaveLength(1);
  answers[0]?.([rootLine, line(child, 'answered')]);
  await Promise.all([one, two]);
  expect(titles().toSorted()).toEqual(['Title', 'announced']);
});

test('[W102] after a lost connection the children of before stay until the host has told them anew; then those that are gone go', async () => {
  const before = [rootLine, line(child, 'before'), line(gone, 'gone')];
  useSessions.setState({
    summaries: new Map(before.map((one) => [one.id, one])),
    unconfirmed: new Set([child, gone]),
  });
  const { client, answers } = openTree();
  const asked = askTree(client, child);
  expect(titles()).toContain('before');
  answers[0]?.([rootLine, line(child, 'now')]);
  await asked;
  expect(titles().toSorted()).toEqual(['Title', 'now']);
  expect(useSessions.getState().unconfirmed.size).toBe(0);
});
