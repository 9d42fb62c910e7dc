import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import type { AgentOption, OptionValue } from '../../protocol/option.ts';
import { Follower } from '../support/follower.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { ENDED } from './reports.ts';
import { attached, codeOf, headIn, wordsIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const offer = (value: string) => ({ value, name: value.toUpperCase(), description: '', group: '' });
const model = (value: string): AgentOption => ({
  ...{ id: 'model', name: 'Model', description: '', category: 'model', wanted: null },
  choice: { kind: 'select', value, offers: [offer('small'), offer('large')] },
});
const fast: AgentOption = {
  ...{ id: 'fast', name: 'Fast', description: '', category: 'other', wanted: null },
  choice: { kind: 'switch', value: false },
};
const begin = () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, { ...attached('a-1'), options: [model('small'), fast] });
  return turn;
};
const choose = (optionId: string, value: OptionValue) =>
  codeOf(host.service.dispatch({ type: 'set-option', sessionId: id, optionId, value }));
const held = () => headIn(host, id).options.map(({ choice, wanted }) => [choice.value, wanted]);
const create = (options: Readonly<Record<string, OptionValue>>) => {
  const sessionId = sessionIdOf(host.newUlid());
  const command = { type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder: '/src', options } as const;
  return { sessionId, code: codeOf(host.service.dispatch(command)) };
};

test('[C35] a choice is recorded at once, told to the agent, and holds when the agent says so', () => {
  begin();
  expect(choose('model', 'large')).toBe('ok');
  expect(held()).toEqual([
    ['small', 'large'],
    [false, null],
  ]);
  expect(host.runner.configured).toEqual([[id, 'model', 'large']]);
  host.service.configured(id, { type: 'options', optionId: 'model', options: [model('large'), fast] });
  expect(held()[0]).toEqual(['large', null]);
});

test('[C35] [C36] a switch reaches every view', async () => {
  begin();
  const views = [new Follower(host, id, 10), new Follower(host, id, 1)];
  for (const view of views) view.connect();
  choose('fast', true);
  const page = host.service.items({ sessionId: id, from: { after: -1 }, limit: 1 });
  await Promise.all(views.map((view) => view.reach(page.ok ? page.value.seq : 0)));
  for (const view of views) {
    expect(view.view.kind === 'live' && view.view.state.head.options[1]?.wanted).toBe(true);
    view.cut();
  }
});

test('[C35] what the agent does not offer is refused, and nothing is told to it', () => {
  begin();
  expect([choose('model', 'huge'), choose('fast', 'yes'), choose('colour', 'red')]).toEqual([
    ...['not-offered', 'not-offered', 'unknown-option'],
  ]);
  expect(host.runner.configured).toEqual([]);
  expect(choose('model', 'small')).toBe('ok');
  expect(held()[0]).toEqual(['small', null]);
});

test('[C35] what the agent says against a choice reaches the person, and the old value holds', () => {
  const turn = begin();
  choose('model', 'large');
  host.service.configured(id, { type: 'refused', optionId: 'model', text: 'Not on your plan' });
  expect(held()[0]).toEqual(['small', null]);
  host.report(id, turn, ENDED);
  expect(host.store.sessions.read(id, 1)?.state.window.items[0]).toMatchObject({
    notice: { code: 'option-refused', option: 'Model', text: 'Not on your plan' },
  });
  expect(wordsIn(host, id)).toEqual(['go', 'notice']);
});

test('[C35] [C47] a choice for an agent that is not running outlives a restart, and comes before its next prompt', () => {
  host.report(id, begin(), ENDED);
  choose('model', 'large');
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 40_000 });
  host.prompt(id, 'again');
  expect(host.runner.started.at(-1)?.wanted).toEqual({ model: 'large', fast: false });
});

test('[C35] a choice that the agent no longer offers is forgotten', () => {
  const turn = begin();
  choose('model', 'large');
  const smaller: AgentOption = {
    ...model('small'),
    choice: { kind: 'select', value: 'small', offers: [offer('small')] },
  };
  host.report(id, turn, { type: 'updates', updates: [{ type: 'options', options: [smaller] }] });
  expect(held()).toEqual([['small', null]]);
});

test('[C35] an agent that was started again, with values of its own, is told what held before', () => {
  host.report(id, begin(), ENDED);
  choose('model', 'large');
  host.service.configured(id, { type: 'options', optionId: 'model', options: [model('large'), fast] });
  const again = host.prompt(id, 'again');
  host.report(id, again, { ...attached('a-1'), how: 'kept', options: [model('small'), fast] });
  expect(held()[0]).toEqual(['small', 'large']);
  expect(host.runner.started.at(-1)?.wanted).toEqual({ model: 'large', fast: false });
  expect(host.feed.app.offers[AgentId.parse('playbook')]).toMatchObject([{ choice: { value: 'small' } }, {}]);
});

test('[C35] what an agent changes by itself is taken up; what it says late, of an earlier turn, is not', () => {
  const first = begin();
  const changed = { type: 'updates', updates: [{ type: 'options', options: [model('large'), fast] }] } as const;
  host.report(id, first, changed, ENDED);
  expect(held()[0]).toEqual(['large', null]);
  host.prompt(id, 'again');
  host.report(id, first, { type: 'updates', updates: [{ type: 'options', options: [model('small'), fast] }] });
  expect(held()[0]).toEqual(['large', null]);
});

test('[C9] [C10] what an agent offers can be asked for before there is a session, and chosen with it', () => {
  begin();
  expect(host.feed.app.offers[AgentId.parse('playbook')]).toMatchObject([{ id: 'model' }, { id: 'fast' }]);
  const chosen = create({ model: 'large' });
  expect(chosen.code).toBe('ok');
  expect(headIn(host, chosen.sessionId).options).toMatchObject([{ wanted: 'large' }, { wanted: null }]);
  host.prompt(chosen.sessionId, 'go');
  expect(host.runner.started.at(-1)?.wanted).toEqual({ model: 'large', fast: false });
  expect(create({ model: 'huge' }).code).toBe('not-offered');
  expect(create({ colour: 'red' }).code).toBe('unknown-option');
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 40_000 });
  expect(create({ model: 'large' }).code).toBe('ok');
});
