import { expect, test } from 'vitest';
import { CustomAgent } from '../../protocol/agent.ts';
import { AgentId, CatalogId } from '../../protocol/ids.ts';
import { freshFolder, freshStore } from './fresh.ts';

const agentOf = (id: string, fields: Partial<CustomAgent> = {}): CustomAgent =>
  CustomAgent.parse({ id, name: id, command: `/bin/${id}`, args: ['--acp', ''], env: { KEY: 'ü=1' }, ...fields });

test('[S2.6] agents are kept in the order in which they were added, also when one is changed, and outlive a restart', () => {
  const folder = freshFolder();
  const store = freshStore(folder);
  for (const id of ['b', 'a', 'c']) expect(store.agents.put(agentOf(id)).ok).toBe(true);
  store.agents.put(agentOf('b', { name: 'Bee', args: [], env: {} }));
  store.agents.remove(AgentId.parse('c'));
  store.close();
  const expected = [agentOf('b', { name: 'Bee', args: [], env: {} }), agentOf('a')];
  expect(freshStore(folder).agents.list()).toEqual(expected);
});

test('[S2.6] removing an agent that is not there changes nothing', () => {
  const { agents } = freshStore();
  agents.put(agentOf('a'));
  expect(agents.remove(AgentId.parse('b')).ok).toBe(true);
  expect(agents.list()).toEqual([agentOf('a')]);
});

test('[S4.3] [S5.4] where an agent comes from, whether it is offered files and whether it may show sub-agents, is kept', () => {
  const folder = freshFolder();
  const store = freshStore(folder);
  const one = agentOf('one', { clientFiles: false, catalog: CatalogId.parse('gemini'), nativeSubagents: true });
  const two = agentOf('two', { clientFiles: true, nativeSubagents: false });
  for (const agent of [one, two]) store.agents.put(agent);
  store.close();
  const again = freshStore(folder);
  expect(again.agents.list()).toEqual([one, two]);
  again.agents.put(agentOf('one'));
  expect(again.agents.list()).toEqual([agentOf('one'), two]);
});

test('[G11] how many turns of an agent run side by side, and where, is kept', () => {
  const folder = freshFolder();
  const store = freshStore(folder);
  const one = agentOf('one', { turnsPerFolder: 3, concurrentPrompts: true });
  const two = agentOf('two', { concurrentPrompts: false });
  for (const agent of [one, two]) store.agents.put(agent);
  store.close();
  const again = freshStore(folder);
  expect(again.agents.list()).toEqual([one, two]);
  again.agents.put(agentOf('one'));
  expect(again.agents.list()).toEqual([agentOf('one'), two]);
});
