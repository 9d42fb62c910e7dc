import { afterEach, beforeEach, expect, test } from 'vitest';
import { UNUSED_MS } from '../../main/store/attachments.ts';
import { Uploads } from '../../main/store/uploads.ts';
import { ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, type Attachment, PROMPT_BYTES_MAX } from '../../protocol/attachment.ts';
import { Command } from '../../protocol/command.ts';
import { rollbackIdOf, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { QUEUE_CHARS_MAX } from '../../protocol/limits.ts';
import { attachmentOf, putWhole } from '../support/attachments.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { ENDED, said } from './reports.ts';
import { asideOf } from './spawned.ts';
import { codeOf, headIn, newTurn } from './talk.ts';

const NOTES = attachmentOf('# Notes');
const PLAN = attachmentOf('# Plan', 'plan.md');

let host: SessionHost;
let id: SessionId;
beforeEach(async () => {
  host = openSessionHost();
  const uploads = new Uploads(host.attachments, host.clock);
  await putWhole(uploads, '# Notes', 1);
  await putWhole(uploads, '# Plan', 2);
  id = host.create();
});
afterEach(() => host.close());

type Asking = 'prompt' | 'queue' | 'steer' | 'edit-queued';

function ask(type: Asking, attachments: readonly Attachment[], text = '', turnId = newTurn(host), to = id) {
  return host.service.dispatch({ type, sessionId: to, turnId, text, attachments: [...attachments] });
}

/** A turn with files from its prompt to its end. */
function send(attachments: readonly Attachment[], text = '', to = id): TurnId {
  const turn = newTurn(host);
  expect(codeOf(ask('prompt', attachments, text, turn, to))).toBe('ok');
  host.report(to, turn, said('Seen.'), ENDED);
  return turn;
}

/** The names of what each prompt that is shown carries. */
function shown(of = id): readonly (readonly string[])[] {
  const items = host.store.sessions.read(of, 100)?.state.window.items ?? [];
  return items.flatMap((item) => (item.kind === 'prompt' ? [(item.attachments ?? []).map(({ name }) => name)] : []));
}
const lastRun = () => host.runner.started.at(-1);

test('[S4.4] files alone are a prompt: they reach the runner and the transcript, and the first names the session', () => {
  send([NOTES, PLAN]);
  expect(lastRun()).toMatchObject({ prompt: '', attachments: [NOTES, PLAN] });
  expect(shown()).toEqual([['notes.md', 'plan.md']]);
  expect(headIn(host, id).title.text).toBe('notes.md');
  expect(codeOf(ask('prompt', [], ' '))).toBe('empty-prompt');
});

test('[S4.4] what was never stored, or is longer than it says, is refused by name in every command that names files', () => {
  const stranger = attachmentOf('never sent', 'lost.md');
  const turnId = newTurn(host);
  host.prompt(id, 'first');
  for (const type of ['prompt', 'queue', 'steer', 'edit-queued'] as const) {
    expect(ask(type, [NOTES, stranger])).toEqual({
      ok: false,
      refusal: { code: 'unknown-attachment', name: 'lost.md' },
    });
  }
  const edit = { type: 'edit', sessionId: id, turnId, of: turnId, text: '', attachments: [stranger] } as const;
  expect(codeOf(host.service.dispatch({ ...edit, attachments: [stranger] }))).toBe('unknown-attachment');
  expect(codeOf(ask('queue', [{ ...NOTES, bytes: 1 }]))).toBe('unknown-attachment');
  expect(headIn(host, id).queue.prompts).toEqual([]);
});

test('[S4.4] at the border more files, larger ones and names that are paths are no commands', () => {
  const base = { type: 'prompt', sessionId: id, turnId: newTurn(host), text: '' };
  const parses = (...attachments: readonly object[]) => Command.safeParse({ ...base, attachments }).success;
  expect(parses(...Array(ATTACHMENTS_MAX).fill(NOTES))).toBe(true);
  expect(parses(...Array(ATTACHMENTS_MAX + 1).fill(NOTES))).toBe(false);
  expect(parses({ ...NOTES, bytes: ATTACHMENT_BYTES_MAX })).toBe(true);
  expect(parses({ ...NOTES, bytes: ATTACHMENT_BYTES_MAX + 1 })).toBe(false);
  for (const name of ['../notes.md', 'a\\b', '..', '', 'a\0b', 'x'.repeat(81)]) {
    expect(parses({ ...NOTES, name }), name).toBe(false);
  }
  expect(parses({ ...NOTES, id: '../../etc/passwd' })).toBe(false);
});

test('[S4.4] all files of a prompt together are bounded, and so is what the queue makes every head carry', () => {
  const large = { ...NOTES, bytes: ATTACHMENT_BYTES_MAX };
  host.attachments.knows = () => true;
  expect(ask('prompt', [large, large, large])).toEqual({
    ok: false,
    refusal: { code: 'attachments-too-large', maxBytes: PROMPT_BYTES_MAX },
  });
  host.prompt(id, 'working');
  expect(codeOf(ask('queue', [NOTES], 'x'.repeat(QUEUE_CHARS_MAX - 10)))).toBe('queue-too-long');
  expect(codeOf(ask('queue', [], 'x'.repeat(QUEUE_CHARS_MAX - 10)))).toBe('ok');
});

test('[S4.4] files wait with their prompt, are taken off and put on with it, and go when its turn comes', () => {
  const first = host.prompt(id, 'first');
  const [queued, another] = [newTurn(host), newTurn(host)];
  ask('queue', [NOTES], 'then', queued);
  ask('queue', [NOTES], 'last', another);
  expect(headIn(host, id).queue.prompts.map(({ attachments }) => attachments)).toEqual([[NOTES], [NOTES]]);
  ask('edit-queued', [PLAN], '', queued);
  ask('edit-queued', [], 'no file', another);
  expect(headIn(host, id).queue.prompts.map(({ attachments }) => attachments)).toEqual([[PLAN], undefined]);
  host.report(id, first, ENDED);
  expect(lastRun()).toMatchObject({ turnId: queued, prompt: '', attachments: [PLAN] });
  host.report(id, queued, ENDED);
  expect(lastRun()).not.toHaveProperty('attachments');
  ask('steer', [NOTES], 'now');
  host.report(id, another, { type: 'ended', outcome: { kind: 'stopped' } });
  expect(lastRun()).toMatchObject({ prompt: 'now', attachments: [NOTES] });
});

test('[S4.4] trying again, editing, forking, taking back and having again keep the files of a prompt', () => {
  const first = send([NOTES], 'look');
  const again = newTurn(host);
  expect(codeOf(host.service.dispatch({ type: 'retry', sessionId: id, turnId: again }))).toBe('ok');
  expect(lastRun()).toMatchObject({ turnId: again, prompt: 'look', attachments: [NOTES] });
  host.report(id, again, ENDED);
  expect(shown()).toEqual([['notes.md'], ['notes.md']]);

  const edited = newTurn(host);
  const edit = { type: 'edit', sessionId: id, turnId: edited, of: again, text: 'else' } as const;
  expect(codeOf(host.service.dispatch({ ...edit, attachments: [PLAN] }))).toBe('ok');
  host.report(id, edited, ENDED);
  expect(shown()).toEqual([['notes.md'], ['plan.md']]);

  const fork = sessionIdOf(host.newUlid());
  host.service.dispatch({ type: 'fork', sessionId: id, turnId: edited, newSessionId: fork });
  expect(shown(fork)).toEqual([['notes.md'], ['plan.md']]);

  const rollbackId = rollbackIdOf(host.newUlid());
  host.service.dispatch({ type: 'rollback', sessionId: id, rollbackId, turnId: first });
  expect(shown()).toEqual([]);
  host.service.dispatch({ type: 'undo-rollback', sessionId: id, rollbackId });
  expect(shown()).toEqual([['notes.md'], ['plan.md']]);
});

test('[S4.4] an agent that is told of a conversation learns which files went with it', () => {
  send([NOTES, PLAN], 'Compare');
  send([PLAN]);
  const turn = host.prompt(id, 'Next');
  expect(host.service.transcript(id, turn)).toBe(
    'User:\nCompare\n[Attached: notes.md, plan.md]\n\nAssistant:\nSeen.\n\nUser:\n[Attached: plan.md]\n\nAssistant:\nSeen.',
  );
});

test('[S4.4] pictures that an agent was only told the paths of are named in the transcript', () => {
  const turn = newTurn(host);
  ask('prompt', [NOTES], '', turn);
  host.report(id, turn, { type: 'linked', names: ['shot.png'] });
  const items = host.store.sessions.read(id, 10)?.state.window.items ?? [];
  expect(items.at(-1)).toMatchObject({ kind: 'notice', notice: { code: 'sent-as-links', names: ['shot.png'] } });
});

test('[S4.4] a file is in use while a prompt names it: shown, waiting, taken back, in a fork, in an aside', () => {
  const used = () => host.store.sessions.attachmentIds();
  expect(used()).toEqual(new Set());
  const first = send([NOTES]);
  expect(used()).toEqual(new Set([NOTES.id]));
  const working = host.prompt(id, 'work');
  ask('queue', [PLAN]);
  expect(used()).toEqual(new Set([NOTES.id, PLAN.id]));
  const queued = headIn(host, id).queue.prompts[0]?.id;
  if (queued) host.service.dispatch({ type: 'unqueue', sessionId: id, turnId: queued });
  expect(used()).toEqual(new Set([NOTES.id]));
  host.report(id, working, ENDED);

  const aside = asideOf(host, id, working);
  send([PLAN], 'by the way', aside);
  expect(used()).toEqual(new Set([NOTES.id, PLAN.id]));
  host.service.dispatch({ type: 'delete', sessionId: aside });
  host.service.dispatch({ type: 'rollback', sessionId: id, rollbackId: rollbackIdOf(host.newUlid()), turnId: first });
  expect(shown()).toEqual([]);
  expect(used()).toEqual(new Set([NOTES.id]));
});

test('[S4.4] what no prompt names any more goes after a while by itself; what is named stays', () => {
  send([NOTES]);
  host.clock.advance(UNUSED_MS + 24 * 60 * 60_000 + 1);
  expect(host.attachments.knows(NOTES)).toBe(true);
  expect(host.attachments.knows(PLAN)).toBe(false);
});
