import { isDefinedError, ORPCError, safe } from '@orpc/client';
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../main/host.ts';
import type { Logger } from '../../main/log/log.ts';
import { AppFeed } from '../../main/session/app-feed.ts';
import { RING_EVENTS_MAX } from '../../main/session/limits.ts';
import { Subscriptions } from '../../main/session/subscriptions.ts';
import type { AgentId, TurnId } from '../../protocol/ids.ts';
import { DEFAULT_PREFERENCES } from '../../protocol/preferences.ts';
import type { AppState, AppStreamItem } from '../../protocol/stream.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeHost, KNOWN_SESSION, MISSING_SESSION } from '../support/fake-host.ts';
import { TRANSPORTS, type Window } from '../support/transports.ts';

const TURN = 'tu-01ARZ3NDEKTSV4RRFFQ69G5FAV' as TurnId;
const APP: AppState = {
  agents: [],
  disk: { kind: 'fine' },
  recentFolders: [],
  keybindings: { path: '/data/keybindings.json', bindings: [], problems: [] },
  offers: {},
  preferences: DEFAULT_PREFERENCES,
  attention: [],
  imageless: [],
  secrets: { keeping: { kind: 'file', path: '/data/secrets.json' }, states: {} },
  rules: [],
};

const batch = (seq: number): AppStreamItem => ({ type: 'batch', from: seq, to: seq, events: [] });

/** A host whose lines go through a feed as it is. */
function feeding() {
  const subscriptions = new Subscriptions(new FakeClock(), () => 'stream');
  const feed = new AppFeed(APP, 'first', { list: () => ({ sessions: [], next: null }) } as never, subscriptions);
  const host = Object.assign(new FakeHost(), {
    watch: feed.watch.bind(feed),
    ack: subscriptions.ack.bind(subscriptions),
  });
  return { feed, host };
}

const windows: Window[] = [];
afterEach(async () => {
  for (const window of windows.splice(0)) await window.close();
});

describe.each(TRANSPORTS)('over a $name', (transport) => {
  const logged: string[] = [];
  const log: Logger = {
    info: () => {},
    warn: () => {},
    error: (fact, fields) => logged.push(`${fact} ${fields?.call}`),
  };

  async function openWindow(host: Host): Promise<Window> {
    const window = await transport.open(host, log);
    windows.push(window);
    return window;
  }

  test('[S2.2] a call is answered', async () => {
    const host = new FakeHost();
    const { client } = await openWindow(host);
    expect(await client.app.about()).toEqual(host.about);
    expect(await client.sessions.dispatch({ type: 'stop', sessionId: KNOWN_SESSION })).toEqual({ seq: 1 });
    await client.streams.ack({ stream: 'one', seq: 7 });
    expect(host.acked).toEqual([{ stream: 'one', seq: 7 }]);
  });

  test('[S2.2] a refusal arrives typed and with its data', async () => {
    const { client } = await openWindow(new FakeHost());
    const { error } = await safe(
      client.sessions.dispatch({ type: 'create', sessionId: KNOWN_SESSION, agentId: 'a' as AgentId, folder: '/gone' }),
    );
    expect(isDefinedError(error) && error.code === 'REFUSED' && error.data).toEqual({
      code: 'folder-missing',
      folder: '/gone',
    });
  });

  test('[S4.3] a secret goes in, and its refusal comes out', async () => {
    const { client } = await openWindow(new FakeHost());
    const name = { agentId: 'a' as AgentId, name: 'KEY' };
    expect(await client.secrets.set({ ...name, value: 'x' })).toBeUndefined();
    const { error } = await safe(client.secrets.forget(name));
    expect(isDefinedError(error) && error.data).toEqual({ code: 'secrets-broken', path: '/data/secrets.json' });
    expect(await safe(client.secrets.set({ ...name, value: '' }))).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });

  test('[S4.5] a change of the preferences reaches the host, and its refusal the window', async () => {
    const { client } = await openWindow(new FakeHost());
    expect(await client.preferences.change({ policy: 'edits' })).toBeUndefined();
    const { error } = await safe(client.preferences.change({ policy: 'all' }));
    expect(isDefinedError(error) && error.data).toEqual({ code: 'disk-failing', message: 'full' });
    const unknown = { policy: 'nothing' } as never;
    expect(await safe(client.preferences.change(unknown))).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });

  test('[S3.7] a change of the keys reaches the host, and its refusal the window', async () => {
    const { client } = await openWindow(new FakeHost());
    const { error } = await safe(client.keybindings.change({ type: 'reset', command: 'theme.dark' }));
    expect(isDefinedError(error) && error.data).toEqual({ code: 'keybindings-broken', line: 3, column: 5 });
    expect(await client.keybindings.change({ type: 'reset-all' })).toBeUndefined();
    const endless = { type: 'set', command: 'theme.dark', keys: 'K'.repeat(100), scope: null } as const;
    expect(await safe(client.keybindings.change(endless))).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });

  test('[S4.3] the catalog is asked for, looked at anew, and read into; its refusal arrives', async () => {
    const { client } = await openWindow(new FakeHost());
    expect(await client.catalog.list()).toMatchObject({ lookedAt: 1, login: { kind: 'none' } });
    expect(await client.catalog.refresh()).toMatchObject({ lookedAt: 2 });
    const { error } = await safe(client.catalog.read({ text: '{}' }));
    expect(isDefinedError(error) && error.data).toEqual({ code: 'no-agents' });
  });

  test('[S2.2] a stream that is refused never opens', async () => {
    const { client } = await openWindow(new FakeHost());
    const { error } = await safe(client.sessions.follow({ sessionId: MISSING_SESSION, tail: 10 }));
    expect(isDefinedError(error) && error.data).toEqual({ code: 'unknown-session' });
  });

  test('[S2.2] an input of the wrong shape is a bad request and reaches no host', async () => {
    const host = new FakeHost();
    const { client } = await openWindow(host);
    const wrong = { type: 'prompt', sessionId: 'not an id', turnId: TURN, text: 'hi' } as never;
    const { error } = await safe(client.sessions.dispatch(wrong));
    expect(error).toBeInstanceOf(ORPCError);
    expect(error).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['sessionId'] }] } });
    expect(await client.sessions.dispatch({ type: 'stop', sessionId: KNOWN_SESSION })).toEqual({ seq: 1 });
  });

  test('[S2.2] a bug of the host tells the window nothing but that there is one, and the next call works', async () => {
    const { client } = await openWindow(new FakeHost());
    const { error } = await safe(client.sessions.dispatch({ type: 'delete', sessionId: KNOWN_SESSION }));
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(error)).not.toContain('on purpose');
    expect(logged).toEqual(['a call failed sessions.dispatch']);
    expect(await client.sessions.list({ after: null, limit: 1 })).toEqual({ sessions: [], next: null });
  });

  test('[S2.2] a call that its window has given up is no bug', async () => {
    const [asked, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const host = new FakeHost();
    host.agents.sessions = (_, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason);
          ended.resolve();
        });
        asked.resolve();
      });
    const { client } = await openWindow(host);
    const cancel = new AbortController();
    const listing = client.agents.sessions(
      { agentId: 'a' as AgentId, folder: null, cursor: null },
      { signal: cancel.signal },
    );
    const given = expect(listing).rejects.toThrow();
    await asked.promise;
    cancel.abort();
    await Promise.all([given, ended.promise]);
    await client.app.about();
    expect(logged).not.toContain('a call failed agents.sessions');
  });

  test('[S2.2] a stream arrives whole and in order', async () => {
    const host = new FakeHost();
    const { client } = await openWindow(host);
    const said = Array.from({ length: 500 }, (_, index) => batch(index + 1));
    host.say(...said.slice(0, 200));
    const stream = await client.app.watch({});
    host.say(...said.slice(200));
    const read: AppStreamItem[] = [];
    for await (const item of stream) {
      read.push(item);
      if (read.length === said.length) break;
    }
    expect(read).toEqual(said);
  });

  test('[S2.2] cancelling a stream ends its generator in the host', async () => {
    const host = new FakeHost();
    const { client } = await openWindow(host);
    const cancel = new AbortController();
    const stream = await client.app.watch({}, { signal: cancel.signal });
    host.say(batch(1));
    await stream.next();
    expect(host.ended).toEqual([]);
    const ended = host.streamEnded();
    cancel.abort();
    await ended;
    expect(host.ended).toEqual(['app']);
  });

  test('[S2.2] a window that goes away leaves no stream running', async () => {
    const host = new FakeHost();
    const { client, leave } = await openWindow(host);
    const stream = await client.app.watch({});
    host.say(batch(1));
    await stream.next();
    const ended = host.streamEnded();
    leave();
    await ended;
    expect(host.ended).toEqual(['app']);
  });

  // No transport holds a generator back, however slowly its reader reads: only the acknowledgement does.
  test('[S2.3] a window that acknowledges nothing is sent no more, and goes on when it does', async () => {
    const { feed, host } = feeding();
    const { client } = await openWindow(host);
    const stream = await client.app.watch({});
    expect((await stream.next()).value).toMatchObject({ type: 'opened' });
    expect((await stream.next()).value).toMatchObject({ type: 'snapshot', seq: 0 });

    let sent = false;
    const next = stream.next().then(({ value }) => {
      sent = true;
      return value;
    });
    feed.appChanged({ recentFolders: ['/one'] });
    feed.appChanged({ recentFolders: ['/two'] });
    for (let call = 0; call < 20; call += 1) await client.app.about();
    expect(sent).toBe(false);

    await client.streams.ack({ stream: 'stream', seq: 0 });
    expect(await next).toMatchObject({ type: 'batch', from: 1, to: 2, events: [{ app: { recentFolders: ['/two'] } }] });
  });

  test('[C52] a window that was told nothing for too long is told the whole list again', async () => {
    const { feed, host } = feeding();
    const { client } = await openWindow(host);
    const stream = await client.app.watch({});
    await stream.next();
    expect((await stream.next()).value).toMatchObject({ type: 'snapshot', seq: 0 });
    const said = RING_EVENTS_MAX + 1;
    for (let n = 1; n <= said; n += 1) feed.appChanged({ recentFolders: [`/${n}`] });
    await client.streams.ack({ stream: 'stream', seq: 0 });
    const told = { type: 'snapshot', seq: said, app: { recentFolders: [`/${said}`] }, sessions: { sessions: [] } };
    expect((await stream.next()).value).toMatchObject(told);
  });
});
