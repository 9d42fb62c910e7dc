import { describe, expect, test } from 'vitest';
import type { Activity } from '../../protocol/activity.ts';
import { type AttentionKind, attentionFor, byNeed, happened, wantOf } from '../../protocol/attention.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import type { Failure } from '../../protocol/turn.ts';
import { summaryWith } from '../support/summary.ts';

const failure: Failure = { code: 'agent-error', message: '', detail: '' };

const summaryOf = (activity: Activity, fields: Partial<Summary> = {}): Summary =>
  summaryWith({ activity, unread: true, ...fields });

/** Every activity; what a session that shows it wants while unread, and what has happened when it came from running. */
const TABLE: readonly (readonly [Activity, AttentionKind | null, AttentionKind | null])[] = [
  [{ kind: 'idle' }, null, null],
  [{ kind: 'queued', place: 2 }, null, null],
  [{ kind: 'starting' }, null, null],
  [{ kind: 'waiting' }, null, null],
  [{ kind: 'running' }, null, null],
  [{ kind: 'awaiting', children: 1 }, null, null],
  [{ kind: 'stopping' }, null, null],
  [{ kind: 'stopped' }, null, null],
  [{ kind: 'interrupted' }, null, null],
  [{ kind: 'asking' }, 'waiting', 'waiting'],
  [{ kind: 'rate-limited', until: null }, 'limited', 'limited'],
  [{ kind: 'failed', failure }, 'failed', 'failed'],
  [{ kind: 'finished' }, 'finished', 'finished'],
];

describe.each(TABLE)('%o', (activity, wanted, told) => {
  test('[S4.6] what a session wants of a person, and what of it is news', () => {
    expect(wantOf(summaryOf(activity))).toBe(wanted);
    expect(happened({ kind: 'running' }, summaryOf(activity))).toBe(told);
  });

  test('[S4.6] nothing happens in a session that goes on doing what it did, or that was at rest or stopped', () => {
    expect(happened(activity, summaryOf(activity))).toBeNull();
    const begins = told === 'waiting' || told === 'limited' ? told : null;
    expect(happened(null, summaryOf(activity))).toBe(begins);
    if (activity.kind !== 'stopping') expect(happened({ kind: 'stopping' }, summaryOf(activity))).toBe(begins);
  });

  test('[S4.6] an end that was seen wants nothing; a question does until it is answered', () => {
    const lasting = wanted === 'waiting' || wanted === 'limited' ? wanted : null;
    expect(wantOf(summaryOf(activity, { unread: false }))).toBe(lasting);
  });

  test('[S4.6] what lies in the archive or the bin wants nobody', () => {
    expect(wantOf(summaryOf(activity, { archivedAt: 3 }))).toBeNull();
    expect(wantOf(summaryOf(activity, { deletedAt: 3 }))).toBeNull();
  });

  test('[S4.6] a child’s routine end is no news, its question and its failure are', () => {
    const child = summaryOf(activity, { kind: 'child', parent: 'se-0' as SessionId });
    expect(happened({ kind: 'running' }, child)).toBe(told === 'finished' ? null : told);
    expect(wantOf(child)).toBe(wanted === 'finished' ? null : wanted);
  });
});

test('[S4.6] what needs a person comes before what is new, and what has waited longest first', () => {
  const of = (activity: Activity, updatedAt: number, kind: AttentionKind) =>
    attentionFor(summaryOf(activity, { updatedAt, title: `${kind} ${updatedAt}` }), kind, []);
  const wanted = [
    of({ kind: 'finished' }, 1, 'finished'),
    of({ kind: 'failed', failure }, 5, 'failed'),
    of({ kind: 'asking' }, 9, 'waiting'),
    of({ kind: 'asking' }, 4, 'waiting'),
  ];
  expect(byNeed(wanted).map(({ title }) => title)).toEqual(['waiting 4', 'waiting 9', 'failed 5', 'finished 1']);
});
