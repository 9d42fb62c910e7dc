import type { Report } from '../../../main/session/runner-ports.ts';
import type { FormAsk } from '../../../protocol/form.ts';
import { type RequestId, requestIdOf, type TurnId } from '../../../protocol/ids.ts';
import type { AgentOption } from '../../../protocol/option.ts';
import { ulidOf } from '../../support/arbitraries.ts';
import { called, said } from '../reports.ts';
import { MODES } from './asking.ts';
import { type AgentKind, type Ids, turnOf } from './person.ts';
import type { Step } from './steps.ts';
import { asked, ended, formAsked, formClosed, said as noteSaid, offered, withdrawn } from './telling.ts';
import { type End, isBusy, lastTurn, type ModelSession } from './tree.ts';
import type { World } from './world.ts';

const ENDS: readonly End[] = ['completed', 'completed', 'completed', 'stopped', 'failed', 'cut-short', 'interrupted'];
const FAILURE = { code: 'agent-crashed', message: 'Gone', detail: '' } as const;
const SURE: FormAsk = {
  ...{ kind: 'fields', title: null, help: null },
  fields: [{ key: 'sure', label: 'Sure', help: null, required: true, kind: 'yes-no', initial: false }],
};
const OPTIONS = [
  { id: 'yes', kind: 'allow-once', name: 'Yes' },
  { id: 'no', kind: 'reject-once', name: 'No' },
] as const;
/** How the question is called that is the same each time. */
const SAME = ulidOf(2 ** 39);

/** What an agent reports of a turn, and what it means to the world. */
export type Told = { readonly turn: TurnId; readonly report: Report; readonly note: () => void };

/** Undefined: it has nothing to say at this moment. */
export function told(kind: AgentKind, session: ModelSession, step: Step, world: World, ids: Ids): Told | undefined {
  const running = lastTurn(session);
  const busy = isBusy(session);
  const word = ` ${ids.ulid()}`;
  const last = busy || kind === 'offer';
  const turn = last && step.what < 22 ? session.leaf : turnOf(session, step.what);
  if (turn === null || !session.turns.has(turn)) return undefined;
  switch (kind) {
    case 'say':
      return saying(session, turn, step, world, word);
    case 'call':
      return calling(session, turn, step, world, word);
    case 'ask':
      return asking(session, turn, step, world, word);
    case 'withdraw': {
      const requestId: RequestId | undefined = session.requests[0];
      const note = () => requestId && withdrawn(session, requestId);
      return requestId && { turn, report: { type: 'withdrawn', requestId }, note };
    }
    case 'ask-form': {
      const id = requestIdOf(ids.ulid());
      const question = { id, message: word.trim(), ask: SURE };
      return { turn, report: { type: 'form-asked', question }, note: () => formAsked(session, turn, id) };
    }
    case 'close-form': {
      const requestId: RequestId | undefined = session.forms[0];
      const report =
        requestId && ({ type: 'form-closed', requestId, how: step.how < 16 ? 'sent' : 'cancelled' } as const);
      return report && { turn, report, note: () => formClosed(session, report.requestId) };
    }
    case 'offer':
      return offering(session, turn, step);
    case 'move': {
      if (running?.phase !== 'waiting' || turn !== running.id) return undefined;
      const report = { type: 'moved', phase: { kind: 'running', heard: false } } as const;
      return { turn, report, note: () => Object.assign(running, { phase: 'running' }) };
    }
    case 'end': {
      const end = ENDS[step.how % ENDS.length] ?? 'completed';
      return {
        turn,
        report: { type: 'ended', outcome: outcomeOf(end) },
        note: () => ended(world, session, turn, end),
      };
    }
    case 'attach':
      return undefined;
  }
}

/** Words with and without a name of their own, as replies and thoughts. */
function saying(session: ModelSession, turn: TurnId, step: Step, _world: World, word: string): Told {
  const of = step.how % 4 === 0 ? 'thought' : 'reply';
  const message = step.how >= 24 ? `m${step.how % 3}` : null;
  const update = { ...said(word, message).updates[0], of } as const;
  const name = message === null ? null : `${of} ${message}`;
  const note = () => noteSaid(session, turn, word.trim(), name);
  return { turn, report: { type: 'updates', updates: [update] }, note };
}

/** About a command of which no rule can be made, since nothing is known of its tool; or the same thing as ever. */
function asking(session: ModelSession, turn: TurnId, step: Step, world: World, word: string): Told {
  const id = requestIdOf(word.trim());
  const same = step.how % 4 < 3;
  const about = same ? { title: SAME, command: null } : { title: word.trim(), command: 'ls' };
  const question = { id, call: id, ...about, folder: '/src', options: OPTIONS };
  const note = () => {
    noteSaid(session, turn, about.title, id);
    asked(world, session, turn, id, same);
  };
  return { turn, report: { type: 'asked', question }, note };
}

/** All of its modes with the one that holds, or at times nothing. */
function offering(session: ModelSession, turn: TurnId, { how }: Step): Told {
  const value = how < 28 ? (MODES[how % MODES.length] ?? null) : null;
  const update = { type: 'options', options: value === null ? [] : [modeOf(value)] } as const;
  return { turn, report: { type: 'updates', updates: [update] }, note: () => offered(session, turn, value) };
}

const modeOf = (value: string): AgentOption => ({
  ...{ id: 'mode', name: 'Mode', description: '', category: 'mode', wanted: null },
  choice: {
    kind: 'select',
    value,
    offers: MODES.map((mode) => ({ value: mode, name: mode, description: '', group: '' })),
  },
});

/** Terminals are shown first; what they print belongs to the call, whatever turn it is reported for. */
function calling(session: ModelSession, turn: TurnId, step: Step, _world: World, word: string): Told {
  const call = `c${step.how % 3}`;
  const status = (['running', 'done', 'failed'] as const)[step.what % 3] ?? 'running';
  const terminal = { type: 'terminal', terminal: 't', command: 'ls', folder: '/src' } as const;
  const shown = called(call, { status, content: [terminal] }).updates[0];
  const printed = { type: 'output', call, terminal: 't', text: word } as const;
  const note = () => noteSaid(session, turn, word.trim(), call);
  return { turn, report: { type: 'updates', updates: [shown, printed] }, note };
}

function outcomeOf(end: End) {
  if (end === 'failed') return { kind: end, failure: FAILURE } as const;
  return end === 'cut-short' ? ({ kind: end, reason: 'refusal' } as const) : { kind: end };
}
