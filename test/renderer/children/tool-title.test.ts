import type { Token } from 'marked';
import { afterEach, expect, test } from 'vitest';
import { type SessionId, sessionIdOf } from '../../../protocol/ids.ts';
import { sessionsIn, toolTitle, withNames } from '../../../renderer/children/tool-title.ts';
import { NO_BLOCKS, splitBlocks } from '../../../renderer/transcript/blocks.ts';
import { lexSessions } from '../../../renderer/transcript/session-tokens.ts';
import { speak } from '../../../renderer/words/words.ts';
import { ulidOf } from '../../support/arbitraries.ts';

const [ONE, TWO, STRANGER] = [sessionIdOf(ulidOf(1)), sessionIdOf(ulidOf(2)), sessionIdOf(ulidOf(3))];
const NAMES = new Map([
  [ONE, 'Fix parser'],
  [TWO, 'Look at the tests'],
]);
const nameOf = (id: SessionId) => NAMES.get(id) ?? 'another session';
const titled = (title: string, given?: object) =>
  toolTitle({ tool: 'other', title, input: given ? JSON.stringify(given, null, 2) : '' }, nameOf);

afterEach(() => speak('en'));

test('[W64] [S5.10] our own tools are called in words, with those named whom they are about, however an agent writes them', () => {
  for (const title of ['mcp__skein__spawn_agent', 'mcp.skein.spawn_agent', 'skein_spawn_agent']) {
    expect(titled(title, { title: 'Fix parser', task: 'Do it\nwell' })).toBe('Spawn agent: Fix parser');
  }
  expect(titled('skein_spawn_agent', { task: 'Do it\nwell' })).toBe('Spawn agent: Do it well');
  expect(titled('skein_wait_for_agents')).toBe('Wait for agents');
  expect(titled('skein_wait_for_agents', { sessions: [ONE, TWO] })).toBe(
    'Wait for agents: Fix parser, Look at the tests',
  );
  expect(titled('skein_send_to_agent', { arguments: { session: ONE, message: 'x' } })).toBe(
    'Send a message: Fix parser',
  );
  expect(titled('skein_stop_agent', { session: 7 })).toBe('Stop agent');
  expect(toolTitle({ tool: 'other', title: 'skein_list_agents', input: '{"cut' }, nameOf)).toBe('List agents');
  speak('zh');
  expect(titled('skein_read_session', { session: ONE })).toBe('读取会话：Fix parser');
});

test('[W64] one that nobody knows has a neutral name, and titles of other tools stay as they are but for what they refer to', () => {
  expect(titled('skein_send_to_agent', { session: STRANGER })).toBe('Send a message: another session');
  expect(titled(`Ask @session:${ONE} and skein://session/${STRANGER}`)).toBe('Ask “Fix parser” and “another session”');
  expect(titled(`cat ${ONE}.log`)).toBe(`cat ${ONE}.log`);
  expect(withNames(`{"session":"${TWO}"} skein://session/${ONE}`, nameOf)).toBe(
    '{"session":"“Look at the tests”"} “Fix parser”',
  );
  expect(sessionsIn(`${ONE} ${TWO} ${ONE} x${TWO}`)).toEqual([ONE, TWO]);
});

test('[W64] [S5.10] what a reply refers to as a session is one, outside of code; whatever else stands behind an @ is as it is', () => {
  const found: string[] = [];
  const look = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (token.type === 'mention') found.push(token.raw);
      if ('tokens' in token && token.tokens) look(token.tokens);
    }
  };
  const reply = `I asked @session:${ONE}, **skein://session/${TWO}**. See @src/a.ts, \`@session:${ONE}\` and ${TWO}, @session:se-1.`;
  for (const block of splitBlocks(reply, NO_BLOCKS, lexSessions).blocks) look(block.tokens);
  expect(found).toEqual([`@session:${ONE}`, `skein://session/${TWO}`]);
});
