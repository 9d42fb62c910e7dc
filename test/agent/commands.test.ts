import { afterEach, describe, expect, test } from 'vitest';
import { parseCommands } from '../../main/agent/commands.ts';
import { AGENT_COMMANDS_CHARS_MAX, AGENT_COMMANDS_MAX } from '../../protocol/limits.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';

const of = (...availableCommands: readonly unknown[]) => parseCommands({ availableCommands });

describe('an announcement', () => {
  test('[S4.4] has names, descriptions in one line, and what may follow', () => {
    expect(
      of(
        { name: 'plan', description: 'Plans\n  the work', input: { hint: 'what to plan' } },
        { name: '/compact', description: 'Makes room', input: null },
        { name: 'odd', input: {} },
      ),
    ).toEqual([
      { name: 'plan', description: 'Plans the work', hint: 'what to plan' },
      { name: 'compact', description: 'Makes room', hint: null },
      { name: 'odd', description: '', hint: '' },
    ]);
  });

  test('[S4.4] loses what cannot be written behind a slash, and what comes twice', () => {
    const odd = [{ name: 'two words' }, { name: '' }, { name: 7 }, 'text', null, { name: 'x'.repeat(129) }, {}];
    expect(of(...odd, { name: 'a', description: 'first' }, { name: 'a', description: 'second' })).toEqual([
      { name: 'a', description: 'first', hint: null },
    ]);
    expect(parseCommands({})).toBeUndefined();
    expect(of()).toEqual([]);
  });

  test('[S4.4] is no longer than a head can carry', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => ({ name: `c${n}`, description: 'd' }));
    expect(of(...many)).toHaveLength(AGENT_COMMANDS_MAX);
    const long = many.map((one) => ({ ...one, description: 'd'.repeat(5_000), input: { hint: 'h'.repeat(5_000) } }));
    expect(JSON.stringify(of(...long)).length).toBeLessThan(AGENT_COMMANDS_CHARS_MAX * 1.2);
    expect(of(...long)?.length).toBeGreaterThan(50);
  });
});

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

function open(manner: Manner): RecordedTurns {
  const all = new RecordedTurns([scriptedAgent(manner)]);
  close = () => all.close();
  return all;
}

const PLAN = { name: 'plan', description: 'Plans', input: { hint: 'what' } };
const names = (all: RecordedTurns) =>
  all.configurations.flatMap((one) => (one.type === 'commands' ? [one.commands.map(({ name }) => name)] : []));

describe('an agent', () => {
  test('[C33] [S4.4] announces its commands behind the answer to an opened session, in a turn, and after it', async () => {
    const all = open({ announces: [PLAN] });
    const run = all.start(
      script({ do: 'announce', commands: [PLAN, { name: 'review' }] }, { do: 'announce', commands: [], later: true }),
    );
    await all.ended(run);
    await all.until(() => (names(all).at(-1)?.length === 0 ? true : undefined));
    expect(new Set(names(all).map((one) => one.join(' ')))).toEqual(new Set(['plan', 'plan review', '']));
    expect(all.text(run)).toBe('');
  });

  test('[S4.4] that was loaded again has its commands again', async () => {
    const all = open({ announces: [PLAN], reopens: 'load' });
    await all.play('go', { agentSession: { id: 'before', fork: false } });
    expect(names(all)[0]).toEqual(['plan']);
  });

  test('[S4.4] is taken at its word again with each turn: another process may have said otherwise', async () => {
    const all = open({ announces: [PLAN] });
    const run = all.start('go');
    await all.ended(run);
    const before = names(all).length;
    await all.play('on', all.after(run));
    expect(names(all)).toHaveLength(before + 1);
    expect(names(all).at(-1)).toEqual(['plan']);
  });

  test('[C34] [S4.4] gets a command as the words that were written', async () => {
    const all = open({ announces: [PLAN] });
    const run = all.start('/plan the garden');
    await all.ended(run);
    expect(all.text(run)).toBe('/plan the garden');
  });
});
