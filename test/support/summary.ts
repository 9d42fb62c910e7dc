import { NO_LINES } from '../../protocol/head.ts';
import { AgentId, sessionIdOf } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { ulidOf } from './arbitraries.ts';

/** A main session that nothing was done with yet, but for what the test is about. */
export const summaryWith = (fields: Partial<Summary>): Summary => ({
  id: sessionIdOf(ulidOf(1)),
  kind: 'main',
  parent: null,
  type: null,
  background: false,
  agentId: AgentId.parse('playbook'),
  folder: '/work',
  title: 'Title',
  activity: { kind: 'idle' },
  busy: false,
  begun: false,
  summary: '',
  progress: null,
  tokens: null,
  cost: [],
  budget: null,
  branch: null,
  asks: null,
  policy: 'ask',
  unread: false,
  lines: NO_LINES,
  createdAt: 1,
  updatedAt: 1,
  pinnedAt: null,
  archivedAt: null,
  deletedAt: null,
  ...fields,
});
