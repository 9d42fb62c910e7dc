import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Notices } from '../../main/orchestration/notices.ts';
import { createTreePorts } from '../../main/tree-ports.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { Outcome } from '../../protocol/turn.ts';
import { ENDED, said } from '../session/reports.ts';
import { headIn, STOPPED } from '../session/talk.ts';
import { openSessionHost, PLACES, quietLog, type SessionHost } from '../support/session-host.ts';
import { ToolDesk } from '../support/tool-desk.ts';

const SOON_MS = 1_000;
const CLOSING = 'Go on if this matters to you; otherwise you need not answer.';
const FAILED: Outcome = { kind: 'failed', failure: { code: 'agent-error', message: 'It broke', detail: '' } };

let host: SessionHost;
let desk: ToolDesk;
let notices: Notices;
let wanted: boolean;
let listens: boolean;
let lead: SessionId;
beforeEach(() => {
  host = openSessionHost();
  desk = new ToolDesk(host);
  [wanted, listens] = [true, true];
  notices = startNotices();
  lead = host.create();
  host.prompt(lead, 'lead');
});
afterEach(() => {
  notices.close();
  host.close();
});

/** As the app composes them, with a person's wishes in the test's hands. */
function startNotices(): Notices {
  const { folder, service, store, feed, clock, newUlid } = host;
  const runner = { awaiting: () => undefined, confirm: () => Promise.resolve(false) };
  const [directory, offers] = [{ list: () => [] }, { of: () => [], learn: () => undefined }];
  const parts = { folder, sessions: service, runner, store, feed, directory, offers };
  const made = new Notices({
    ...createTreePorts(parts, { clock, newUlid, places: PLACES }),
    log: quietLog,
    wanted: () => wanted,
    listens: () => listens,
  });
  feed.listen({
    changed: (summary) => made.sessionChanged(summary),
    purged: (id) => made.sessionPurged(id),
    stopping: (stop) => made.stopping(stop),
  });
  return made;
}

async function spawn(title: string, parent = lead, background = true): Promise<SessionId> {
  return (await desk.gives(parent, 'spawn_agent', { task: 'go', title, background }))['session'] as SessionId;
}
function turnOf(session: SessionId): TurnId {
  const turn = headIn(host, session).turn;
  if (!turn) throw new Error('It was asked nothing');
  return turn.id;
}
const finish = (session: SessionId, words = 'done') => host.report(session, turnOf(session), said(words), ENDED);
const end = (session: SessionId, outcome: Outcome) => host.report(session, turnOf(session), { type: 'ended', outcome });
const stop = (sessionId: SessionId, tree = false) => host.service.dispatch({ type: 'stop', sessionId, tree });
/** One more turn, from its prompt to its end, and all that is due after it. */
function finishedAgain(session: SessionId): void {
  host.prompt(session, 'more');
  finish(session);
  host.clock.advance(SOON_MS);
}
/** What an agent was asked since it began, in the order of its turns. */
const asked = (session: SessionId) =>
  host.runner.started.filter((run) => run.sessionId === session).map(({ prompt }) => prompt);
/** What the lead is told beyond what it was asked first, once all that is due has happened. */
function told(): readonly string[] {
  host.clock.advance(SOON_MS);
  const waiting = headIn(host, lead).queue.prompts.map(({ text }) => text);
  return [...asked(lead).slice(1), ...waiting];
}

describe('a background agent that comes to rest', () => {
  test('[S5.8] is told of to the one that spawned it, from the child, in a turn of its own when that is idle', async () => {
    const child = await spawn('Fix parser');
    finish(lead);
    finish(child, 'All 12 tests pass.');
    expect(told()).toEqual([
      `Background agent “Fix parser” (${child}) has finished. It said:\n\nAll 12 tests pass.\n\n${CLOSING}`,
    ]);
    expect(host.runner.started.at(-1)).toMatchObject({ sessionId: lead, from: child });
    finish(lead);
    expect(told()).toHaveLength(1);
  });

  test('[S5.8] waits behind the running turn, and what follows before it is read is joined to it', async () => {
    const [one, two, three] = [await spawn('One'), await spawn('Two'), await spawn('Three')];
    finish(one, 'first');
    finish(two, 'x'.repeat(50_000));
    const [both = '', ...none] = told();
    expect(none).toEqual([]);
    expect(both).toMatch(/^Background agent “One” .*\n\nfirst\n\nBackground agent “Two” /s);
    expect(both.length).toBeLessThan(3_000);
    end(three, FAILED);
    const [all = '', ...more] = told();
    expect(more).toEqual([]);
    expect(all).toMatch(/“One”.*“Two”.*“Three” \S+ has failed: It broke\. It said nothing\.\n\nGo on if/s);
    finish(lead);
    expect(asked(lead)).toEqual(['lead', all]);
    expect(headIn(host, lead).queue.prompts).toEqual([]);
  });

  test('[S5.8] is told of anew after each rest, and once for each', async () => {
    const child = await spawn('Fix parser');
    finish(lead);
    finish(child, 'first');
    expect(told()).toHaveLength(1);
    finish(lead);
    host.prompt(child, 'more');
    stop(child);
    host.report(child, turnOf(child), STOPPED);
    expect(told().map((text) => text.split('.')[0])).toEqual([
      `Background agent “Fix parser” (${child}) has finished`,
      `Background agent “Fix parser” (${child}) was stopped`,
    ]);
  });

  test('[S5.8] is at rest only when those below it are, and has heard of them first', async () => {
    const child = await spawn('Child');
    const below = await spawn('Below', child);
    finish(lead);
    finish(child, 'for now');
    expect(told()).toEqual([]);
    finish(below, 'deep');
    expect(told()).toEqual([]);
    expect(asked(child).at(-1)).toContain('“Below”');
    finish(child, 'all of it');
    expect(told()).toEqual([expect.stringContaining('all of it')]);
  });
});

/** What makes the lead unfit to be told, before its child comes to rest and after. */
const BEFORE: Readonly<Record<string, () => void>> = {
  stopping: () => stop(lead),
  stopped: () => {
    stop(lead);
    host.report(lead, turnOf(lead), STOPPED);
  },
  failed: () => end(lead, FAILED),
  archived: () => finish(lead),
  deleted: () => finish(lead),
};
const AFTER: Readonly<Record<string, () => void>> = {
  archived: () => host.service.dispatch({ type: 'archive', sessionId: lead, archived: true }),
  deleted: () => host.service.dispatch({ type: 'delete', sessionId: lead }),
};

describe('nobody is told', () => {
  test('[S5.8] of one that they wait for, that does not work in the background, or that was cut off', async () => {
    const [awaited, cutOff] = [await spawn('Awaited'), await spawn('Cut off')];
    const plain = await spawn('Plain', lead, false);
    host.report(lead, turnOf(lead), { type: 'awaiting', children: [awaited] });
    finish(awaited);
    finish(plain);
    end(cutOff, { kind: 'interrupted' });
    expect(told()).toEqual([]);
  });

  test('[S5.8] when the person does not want it, or the agent has no use for words', async () => {
    wanted = false;
    finish(await spawn('One'));
    expect(told()).toEqual([]);
    [wanted, listens] = [true, false];
    finish(await spawn('Two'));
    expect(told()).toEqual([]);
  });

  test('[S5.8] of what they stopped themselves, and one that somebody else stopped is told of', async () => {
    const [own, other] = [await spawn('Own'), await spawn('Other')];
    await desk.gives(lead, 'stop_agent', { session: own });
    host.report(own, turnOf(own), STOPPED);
    expect(told()).toEqual([]);
    stop(other);
    host.report(other, turnOf(other), STOPPED);
    expect(told()).toEqual([expect.stringContaining('“Other”')]);
  });

  test('[S5.8] when the whole tree is stopped, however quiet the lead was itself', async () => {
    const child = await spawn('Child');
    finish(lead);
    stop(lead, true);
    host.report(child, turnOf(child), STOPPED);
    expect(told()).toEqual([]);
  });

  test.each(['stopping', 'stopped', 'failed', 'archived', 'deleted'] as const)(
    '[S5.8] when the one that spawned it is %s',
    async (state) => {
      const child = await spawn('Child');
      BEFORE[state]?.();
      finish(child);
      AFTER[state]?.();
      expect(told()).toEqual([]);
    },
  );

  test('[S5.8] twice: what waits in a queue outlasts a restart, and is not told again after it', async () => {
    const child = await spawn('Child');
    finish(child);
    expect(told()).toHaveLength(1);
    notices.close();
    host.abandon();
    const { folder, clock } = host;
    host = openSessionHost({ folder, clock, firstId: 1_000 });
    desk = new ToolDesk(host);
    notices = startNotices();
    host.clock.advance(SOON_MS);
    expect(headIn(host, lead).queue).toMatchObject({ held: 'interrupted', prompts: [{ from: child }] });
    finishedAgain(child);
    expect(headIn(host, lead).queue.prompts).toHaveLength(1);
  });

  test('[S5.8] over the words of a person: a notice that they have edited stays as they left it', async () => {
    const [one, two] = [await spawn('One'), await spawn('Two')];
    finish(one);
    told();
    const turnId = headIn(host, lead).queue.prompts[0]?.id;
    if (!turnId) throw new Error('Nothing waits');
    host.service.dispatch({ type: 'edit-queued', sessionId: lead, turnId, text: 'My own' });
    finish(two);
    expect(told()).toEqual(['My own', expect.stringMatching(/^Background agent “Two”/)]);
  });
});
