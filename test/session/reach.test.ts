import { expect, onTestFinished, test } from 'vitest';
import type { ToolKind } from '../../protocol/item.ts';
import { openSessionHost, PLACES } from '../support/session-host.ts';
import { asked, called } from './reports.ts';
import { headIn } from './talk.ts';

test('[S4.5] where a call reaches is looked up once for a question, and not where nothing depends on it', () => {
  const looked: string[] = [];
  const isInside = (folder: string, path: string) => {
    looked.push(path);
    return PLACES.isInside(folder, path);
  };
  const host = openSessionHost({ places: { ...PLACES, isInside } });
  onTestFinished(() => host.close());
  const id = host.create();
  const turn = host.prompt(id, 'go');
  const ask = (number: number, tool: ToolKind, path: string) => {
    const { question } = asked(number);
    const known = called(question.call, { tool, locations: [{ path, line: null }] });
    host.report(id, turn, known, { type: 'asked', question: { ...question, command: null } });
  };
  host.service.dispatch({ type: 'set-policy', sessionId: id, policy: 'reads' });
  ask(1, 'edit', '/src/a.ts');
  host.service.dispatch({ type: 'set-policy', sessionId: id, policy: 'ask' });
  ask(2, 'edit', '/src/b.ts');
  ask(3, 'fetch', '/src/c.ts');
  expect(headIn(host, id).requests).toHaveLength(3);
  expect(looked).toEqual(['/src/a.ts', '/src/b.ts']);
});
