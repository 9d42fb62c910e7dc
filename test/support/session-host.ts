import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../main/log/log.ts';
import { createOffers } from '../../main/offers.ts';
import { Permissions } from '../../main/permissions.ts';
import { AppFeed } from '../../main/session/app-feed.ts';
import type { Places, SessionStore } from '../../main/session/ports.ts';
import type { RingLimits } from '../../main/session/ring.ts';
import type { FetchRun, Report, TurnRun, TurnRunner } from '../../main/session/runner-ports.ts';
import { SessionService } from '../../main/session/service.ts';
import { Subscriptions } from '../../main/session/subscriptions.ts';
import { AttachmentFiles } from '../../main/store/attachments.ts';
import { openStore } from '../../main/store/store.ts';
import { AgentId, type SessionId, sessionIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { ulidOf } from './arbitraries.ts';
import { FakeClock } from './fake-clock.ts';

/** A runner that notes what it is asked; the test says what the agent does. */
export class NotedRunner implements TurnRunner {
  readonly started: TurnRun[] = [];
  readonly stopped: TurnId[] = [];
  readonly answered: unknown[] = [];
  readonly forms: unknown[] = [];
  readonly released: SessionId[] = [];
  readonly alongside: TurnId[] = [];
  readonly terminated: TurnId[] = [];
  readonly interrupted: string[] = [];
  readonly configured: unknown[] = [];
  readonly fetched: FetchRun[] = [];
  readonly fetchesStopped: SessionId[] = [];

  start(run: TurnRun): void {
    this.started.push(run);
  }
  stop(turnId: TurnId): void {
    this.stopped.push(turnId);
  }
  runAlongside(turnId: TurnId): void {
    this.alongside.push(turnId);
  }
  terminate(turnId: TurnId): void {
    this.terminated.push(turnId);
  }
  interruptTerminal(_: SessionId, terminal: string): void {
    this.interrupted.push(terminal);
  }
  configure(...choice: Parameters<TurnRunner['configure']>): void {
    this.configured.push(choice);
  }
  answer(...answer: Parameters<TurnRunner['answer']>): void {
    this.answered.push(answer);
  }
  answerForm(...answer: Parameters<TurnRunner['answerForm']>): void {
    this.forms.push(answer);
  }
  fetch(run: FetchRun): void {
    this.fetched.push(run);
  }
  stopFetching(sessionId: SessionId): void {
    this.fetchesStopped.push(sessionId);
  }
  release(sessionId: SessionId): void {
    this.released.push(sessionId);
  }
}

/** A disk without links, of which every absolute path is where it says. */
export const PLACES: Places = {
  realFolder: (path) => (path.startsWith('/') ? path : undefined),
  isInside: (folder, path) => path === folder || path.startsWith(`${folder}/`),
};

export const quietLog: Logger = { info: () => {}, warn: () => {}, error: () => {} };

export type SessionHost = ReturnType<typeof openSessionHost>;

type Options = {
  readonly folder?: string;
  readonly ring?: RingLimits;
  readonly firstId?: number;
  readonly clock?: FakeClock;
  readonly log?: Logger;
  readonly places?: Places;
  /** Stands between the service and the rows. */
  readonly between?: (rows: SessionStore) => SessionStore;
};

/** The session service over real SQLite in a folder of its own, with a clock and a runner in the test's hands. */
export function openSessionHost(options: Options = {}) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'skein-sessions-'));
  const clock = options.clock ?? new FakeClock();
  const opened = openStore(folder, clock);
  if (opened.kind !== 'opened') throw new Error(`The store is ${opened.kind}`);
  const { store } = opened;
  const sessions = options.between?.(store.sessions) ?? store.sessions;
  const attachments = new AttachmentFiles(folder, clock);
  let ids = options.firstId ?? 1;
  const newUlid = () => ulidOf(ids++);
  const runner = new NotedRunner();
  const subscriptions = new Subscriptions(clock, newUlid);
  const app = {
    agents: [],
    disk: { kind: 'fine' },
    recentFolders: [],
    offers: store.offers.all(),
    keybindings: { path: '/data/keybindings.json', bindings: [], problems: [] },
    preferences: store.preferences.read(),
    attention: [],
    imageless: [],
    secrets: { keeping: { kind: 'file', path: '/data/secrets.json' }, states: {} },
    rules: store.permissions.ruleIds(),
  } as const;
  const feed = new AppFeed(app, newUlid(), sessions, subscriptions);
  const permissions = new Permissions({ store: store.permissions, feed, clock, places: options.places ?? PLACES });
  const service = new SessionService({
    store: sessions,
    runner,
    feed,
    subscriptions,
    clock,
    log: options.log ?? quietLog,
    ring: options.ring ?? { eventsMax: 4096, charsMax: 4 * 1024 * 1024 },
    newUlid,
    agentExists: (id) => id === 'playbook',
    folderExists: (path) => path !== '/missing',
    attachments,
    permissions,
    offers: createOffers({ store: store.offers, feed, log: quietLog }),
  });
  service.recover();

  const create = (): SessionId => {
    const sessionId = sessionIdOf(newUlid());
    const created = service.dispatch({ type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder: '/src' });
    if (!created.ok) throw new Error(created.refusal.code);
    return sessionId;
  };
  const prompt = (sessionId: SessionId, text: string): TurnId => {
    const turnId = turnIdOf(newUlid());
    const sent = service.dispatch({ type: 'prompt', sessionId, turnId, text });
    if (!sent.ok) throw new Error(sent.refusal.code);
    return turnId;
  };
  const report = (sessionId: SessionId, turnId: TurnId, ...reports: readonly Report[]) =>
    reports.map((one) => service.report(sessionId, turnId, one));

  return {
    folder,
    clock,
    store,
    attachments,
    runner,
    subscriptions,
    feed,
    service,
    permissions,
    newUlid,
    create,
    prompt,
    report,
    /** Closes the store as a killed process would: nothing is said to the service. */
    abandon: () => store.close(),
    close: () => {
      service.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
