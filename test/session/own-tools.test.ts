import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '../../protocol/ids.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called } from './reports.ts';
import { headIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

/** An agent asks whether it may use a tool of this title. */
function ask(title: string, command: string | null = null) {
  const turn = host.prompt(id, 'go');
  const question = asked(1);
  host.report(id, turn, called(question.question.call, { title }));
  host.report(id, turn, { ...question, question: { ...question.question, title, command } });
  return host.store.sessions.read(id, 10)?.state.window.items.find((item) => item.kind === 'tool');
}

test('[S5.1] nobody is asked whether an agent may use the tools that Skein itself offers it, and the card says so', () => {
  const card = ask('mcp__skein__wait_for_agents');
  expect(host.runner.answered).toMatchObject([[id, expect.anything(), { kind: 'selected', optionId: 'yes' }]]);
  expect(headIn(host, id).requests).toEqual([]);
  expect(card).toMatchObject({ decided: { verdict: 'once', by: { kind: 'own-tool' } } });
});

test('[S5.1] whatever runs a command, or is a tool of another server, is asked about as ever', () => {
  ask('mcp__skein__spawn_agent', 'rm -rf /');
  expect(headIn(host, id).requests).toHaveLength(1);
  id = host.create();
  ask('mcp__other__spawn_agent');
  expect(headIn(host, id).requests).toHaveLength(1);
  expect(host.runner.answered).toEqual([]);
});
