import { expect, test } from 'vitest';
import { parseSubagent, type SubagentState } from '../../main/agent/parse-subagent.ts';

const parsed = (fields: object) => parseSubagent({ sessionUpdate: 'subagent_update', sessionId: 's', ...fields });
const stateOf = (state: object | null): SubagentState | undefined => parsed({ state })?.state;

test('[S5.4] an update of a sub-agent says only what it says: absent stays as it was, null is taken back', () => {
  expect(parsed({})).toEqual({ agentSession: 's' });
  expect(parsed({ title: ' Reader ', description: null, cwd: '/src', capabilities: { cancel: {} } })).toEqual({
    ...{ agentSession: 's', title: 'Reader', description: null, folder: '/src', canStop: true },
  });
  expect(parsed({ title: '', cwd: null, capabilities: null, state: null })).toEqual({
    ...{ agentSession: 's', title: null, folder: null, canStop: false, state: { kind: 'unsure' } },
  });
  for (const capabilities of [{}, { cancel: null }, { cancel: true }]) {
    expect(parsed({ capabilities })).toEqual({ agentSession: 's', canStop: false });
  }
});

test('[S5.4] what is of the wrong kind counts as absent, and who has no name, or one without end, is nobody', () => {
  expect(parsed({ title: 7, description: [], cwd: 'src', capabilities: 'all', state: 'running', more: {} })).toEqual({
    agentSession: 's',
  });
  for (const sessionId of [undefined, 7, '', 's'.repeat(4_097)]) expect(parsed({ sessionId })).toBeUndefined();
  expect(parsed({ description: 'd'.repeat(99_999) })?.description).toHaveLength(16_000);
});

test('[S5.4] its state: at work, idle with how that came, or not known', () => {
  for (const state of ['running', 'requires_action']) expect(stateOf({ state })).toEqual({ kind: 'working' });
  for (const state of ['unknown', 'dreaming']) expect(stateOf({ state })).toEqual({ kind: 'unsure' });
  const ends = {
    end_turn: { kind: 'completed' },
    later_versions: { kind: 'completed' },
    max_tokens: { kind: 'cut-short', reason: 'max-tokens' },
    max_turn_requests: { kind: 'cut-short', reason: 'max-requests' },
    refusal: { kind: 'cut-short', reason: 'refusal' },
    cancelled: { kind: 'stopped' },
  };
  for (const [stopReason, outcome] of Object.entries(ends)) {
    expect(stateOf({ state: 'idle', stopReason })).toEqual({ kind: 'idle', outcome, tokens: null });
  }
  const error = { code: -32603, message: 'Internal error', data: { details: 'Out of credit' } };
  const failure = { code: 'agent-error', message: 'Out of credit', detail: '' };
  const used = { inputTokens: 3, outputTokens: 4, totalTokens: 7 };
  expect(stateOf({ state: 'idle', stopReason: 'error', error, usage: used })).toMatchObject({
    ...{ kind: 'idle', outcome: { kind: 'failed', failure }, tokens: { total: 7 } },
  });
});
