import { ulid } from 'ulid';
import { afterEach, describe, expect, test } from 'vitest';
import { CHOOSE_MS } from '../../main/agent/choices.ts';
import { systemClock } from '../../main/clock.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import { sessionIdOf } from '../../protocol/ids.ts';
import type { AgentOption } from '../../protocol/option.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';
import { type Manner, select } from '../support/scripted-agent.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

function open(manner: Manner, clock?: FakeClock): RecordedTurns {
  const all = new RecordedTurns([scriptedAgent(manner)], clock ?? systemClock);
  close = () => (clock ? hurry(clock, all.close()) : all.close());
  return all;
}

const FAST = { id: 'fast', name: 'Fast', type: 'boolean', currentValue: false };
const OFFERS = { configOptions: [select('model', 'model', 'small', ['small', 'large']), FAST] };
const OLDER = {
  modes: { currentModeId: 'ask', availableModes: [{ id: 'ask', name: 'Ask' }, { id: 'plan' }] },
  models: { currentModelId: 'small', availableModels: [{ modelId: 'small', name: 'Small' }, { modelId: 'large' }] },
};

const values = (options: readonly AgentOption[] | null) =>
  Object.fromEntries((options ?? []).map((option) => [option.id, option.choice.value]));
/** What the agent was told, in its own words. */
const choices = (all: RecordedTurns, run: TurnRun): unknown => JSON.parse(all.text(run));
const SAY = script({ do: 'say-choices' });

describe('what is offered', () => {
  test.each<[string, Manner, Partial<TurnRun>]>([
    ['new', {}, {}],
    ['loaded', { reopens: 'load' }, { agentSession: { id: 'before', fork: false } }],
    ['resumed', { reopens: 'resume' }, { agentSession: { id: 'before', fork: false } }],
    ['copied', { forks: 'copies' }, { agentSession: { id: 'before', fork: true } }],
  ])('[C35] is told with a session that is %s', async (_how, manner, more) => {
    const all = open({ ...manner, offers: OFFERS });
    const run = all.start('hello', more);
    await all.ended(run);
    expect(values(all.attached(run).options)).toEqual({ model: 'small', fast: false });
  });

  test('[C35] follows what the agent says later, whole, also with a session that is kept', async () => {
    const all = open({ offers: OFFERS });
    const configOptions = [select('model', 'model', 'large', ['large'])];
    const run = all.start(script({ do: 'update', update: { sessionUpdate: 'config_option_update', configOptions } }));
    await all.ended(run);
    const [update, ...more] = all.updates(run);
    expect(more).toEqual([]);
    expect(update).toMatchObject({ type: 'options', options: [{ id: 'model', choice: { value: 'large' } }] });
    const next = all.start('next', all.after(run));
    await all.ended(next);
    expect(values(all.attached(next).options)).toEqual({ model: 'large' });
  });

  test('[C35] [C36] modes and models of older agents are options like all others, and follow', async () => {
    const all = open({ offers: OLDER });
    const update = { sessionUpdate: 'current_mode_update', currentModeId: 'plan' };
    const run = all.start(script({ do: 'update', update }));
    await all.ended(run);
    expect(values(all.attached(run).options)).toEqual({ mode: 'ask', model: 'small' });
    const [changed] = all.updates(run);
    expect(changed?.type === 'options' && values(changed.options)).toEqual({ mode: 'plan', model: 'small' });
  });

  test('[C35] news of it that follows the answer at once is not lost', async () => {
    const all = open({ offers: OFFERS, opens: 'and-changes' });
    const run = all.start('hello');
    await all.ended(run);
    const next = all.start('next', all.after(run));
    await all.ended(next);
    expect(values(all.attached(next).options)).toEqual({ model: 'large', fast: false });
  });
});

describe('what a person wants', () => {
  test('[C35] [C36] is told before the prompt, and the answer is the whole list', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start(SAY, { wanted: { model: 'large', fast: true } });
    await all.ended(run);
    expect(choices(all, run)).toEqual([
      { method: 'session/set_config_option', configId: 'model', value: 'large' },
      { method: 'session/set_config_option', configId: 'fast', type: 'boolean', value: true },
    ]);
    expect(all.configurations.map((one) => one.type === 'options' && [one.optionId, values(one.options)])).toEqual([
      ['model', { model: 'large', fast: false }],
      ['fast', { model: 'large', fast: true }],
    ]);
  });

  test('[C35] is told before the prompt also when it is chosen while what the prompt mentions is read', async () => {
    const all = open({ offers: OFFERS });
    all.mentioned = () => {
      all.runner.configure(run.sessionId, 'model', 'large');
      return undefined;
    };
    const run = all.start(JSON.stringify({ steps: [{ do: 'say-choices' }], of: ` @session:${sessionIdOf(ulid())} ` }));
    await all.ended(run);
    expect(choices(all, run)).toEqual([{ method: 'session/set_config_option', configId: 'model', value: 'large' }]);
  });

  test('[C35] [C36] older agents are told in their own way, and hold what they were told', async () => {
    const all = open({ offers: OLDER });
    const run = all.start(SAY, { wanted: { mode: 'plan', model: 'large' } });
    await all.ended(run);
    expect(choices(all, run)).toEqual([
      { method: 'session/set_mode', modeId: 'plan' },
      { method: 'session/set_model', modelId: 'large' },
    ]);
    const last = all.configurations.at(-1);
    expect(last?.type === 'options' && values(last.options)).toEqual({ mode: 'plan', model: 'large' });
  });

  test('[C35] an answer without the list counts as a yes', async () => {
    const all = open({ offers: OFFERS, chooses: 'bare' });
    await all.play(SAY, { wanted: { model: 'large' } });
    const [told] = all.configurations;
    expect(told?.type === 'options' && values(told.options)).toEqual({ model: 'large', fast: false });
  });

  test('[C35] one choice may change what else there is to choose', async () => {
    const all = open({ offers: OFFERS, offersThen: [select('model', 'model', 'small', ['large'])] });
    await all.play('hello', { wanted: { model: 'large' } });
    const [told] = all.configurations;
    expect(told?.type === 'options' && values(told.options)).toEqual({ model: 'large' });
  });

  test('[C35] what holds already is not told again', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start(SAY, { wanted: { model: 'small' } });
    await all.ended(run);
    expect(choices(all, run)).toEqual([]);
    expect(all.configurations).toMatchObject([{ type: 'options', optionId: 'model' }]);
  });

  test('[C35] a refusal is told in the words of the agent, and the turn runs', async () => {
    const all = open({ offers: OFFERS, chooses: 'refuses' });
    expect(await all.play('hello', { wanted: { model: 'large' } })).toEqual({ kind: 'completed' });
    expect(all.configurations).toEqual([{ type: 'refused', optionId: 'model', text: 'Not on your plan' }]);
  });

  test('[C35] what the agent does not offer, or not so, is refused before it is told', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start(SAY, { wanted: { depth: '3', fast: 'yes' } });
    expect(await all.ended(run)).toEqual({ kind: 'completed' });
    expect(choices(all, run)).toEqual([]);
    expect(all.configurations).toEqual([
      { type: 'refused', optionId: 'depth', text: expect.stringContaining('no option “depth”') },
      { type: 'refused', optionId: 'fast', text: expect.stringContaining('“Fast”') },
    ]);
  });

  test('[C35] an agent that never answers is prompted after its time', async () => {
    const clock = new FakeClock();
    const all = open({ offers: OFFERS, chooses: 'silent' }, clock);
    const run = all.start('hello', { wanted: { model: 'large' } });
    await all.until(() => all.of(run).find((report) => report.type === 'attached'));
    expect(await hurry(clock, all.ended(run), CHOOSE_MS / 20)).toEqual({ kind: 'completed' });
    expect(all.configurations).toEqual([
      { type: 'refused', optionId: 'model', text: expect.stringContaining('15 seconds') },
    ]);
  });

  test('[C65] while the agent is told of it, a stop ends the turn at once, unprompted', async () => {
    const all = open({ offers: OFFERS, chooses: 'silent' });
    const run = all.start('hello', { wanted: { model: 'large' } });
    await all.until(() => all.of(run).find((report) => report.type === 'attached'));
    all.stop(run);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    expect(await all.play('next', all.after(run))).toEqual({ kind: 'completed' });
    expect(all.text(run)).toBe('');
  });
});

describe('choosing at any time', () => {
  test('[C35] [C36] between turns, the open session is told at once', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start('hello');
    await all.ended(run);
    all.runner.configure(run.sessionId, 'model', 'large');
    const told = await all.until(() => all.configurations[0]);
    expect(told.type === 'options' && values(told.options)).toEqual({ model: 'large', fast: false });
    const next = all.start('next', all.after(run));
    await all.ended(next);
    expect(values(all.attached(next).options)).toEqual({ model: 'large', fast: false });
  });

  test('[C35] of several choices of one option the last one counts', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start('hello');
    await all.ended(run);
    for (const value of ['large', 'small', 'large', 'small']) all.runner.configure(run.sessionId, 'model', value);
    await all.until(() => all.configurations[1]);
    const next = all.start(SAY, all.after(run));
    await all.ended(next);
    expect(choices(all, next)).toMatchObject([{ value: 'large' }, { value: 'small' }]);
  });

  test('[C35] in the middle of a turn', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start(script({ do: 'say', text: 'so far' }, { do: 'wait-for-cancel' }));
    await all.until(() => all.text(run) || undefined);
    all.runner.configure(run.sessionId, 'fast', true);
    const told = await all.until(() => all.configurations[0]);
    expect(told.type === 'options' && values(told.options)).toEqual({ model: 'small', fast: true });
    all.stop(run);
    await all.ended(run);
  });

  test('[C35] while the turn waits or begins, it takes the choice with it', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start(SAY);
    all.runner.configure(run.sessionId, 'model', 'large');
    await all.ended(run);
    expect(choices(all, run)).toMatchObject([{ configId: 'model', value: 'large' }]);
  });

  test('[C35] without an open session nobody is told, and nothing is said of it', async () => {
    const all = open({ offers: OFFERS });
    const run = all.start('hello');
    await all.ended(run);
    all.runner.release(run.sessionId);
    all.runner.configure(run.sessionId, 'model', 'large');
    const next = all.start(SAY);
    await all.ended(next);
    expect(choices(all, next)).toEqual([]);
    expect(all.configurations).toEqual([]);
  });
});
