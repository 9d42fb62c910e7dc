import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { Directory } from '../../../main/agent/directory.ts';
import { createRunner, type Runner } from '../../../main/agent/runner.ts';
import { systemClock } from '../../../main/clock.ts';
import { createLogger } from '../../../main/log/log.ts';
import { createOffers } from '../../../main/offers.ts';
import { Permissions } from '../../../main/permissions.ts';
import { AppFeed } from '../../../main/session/app-feed.ts';
import type { Report, TurnReports } from '../../../main/session/runner-ports.ts';
import { SessionService } from '../../../main/session/service.ts';
import { Subscriptions } from '../../../main/session/subscriptions.ts';
import { AttachmentFiles } from '../../../main/store/attachments.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { places } from '../../../main/workspace/real-path.ts';
import type { Agent } from '../../../protocol/agent.ts';
import type { SessionId, TurnId } from '../../../protocol/ids.ts';
import { DEFAULT_PREFERENCES } from '../../../protocol/preferences.ts';
import type { AppState } from '../../../protocol/stream.ts';

export type Listener = (sessionId: SessionId, turnId: TurnId, report: Report) => void;

/** Sessions, rows, locks and processes as the app joins them, with somebody who hears every report of an agent. */
export class World {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-stress-')));
  readonly #agents: readonly Agent[];
  readonly #listen: Listener;
  #store: Store;
  #service: SessionService;
  #runner: Runner;

  constructor(agents: readonly Agent[], listen: Listener) {
    this.#agents = agents;
    this.#listen = listen;
    ({ store: this.#store, service: this.#service, runner: this.#runner } = this.#open());
  }

  get service(): SessionService {
    return this.#service;
  }

  get store(): Store {
    return this.#store;
  }

  get locksHeld(): number {
    return this.#runner.locksHeld;
  }

  folder(name: string): string {
    const folder = join(this.root, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Ends the host, and starts the next one on the same rows. */
  async restart(): Promise<void> {
    await this.#close();
    ({ store: this.#store, service: this.#service, runner: this.#runner } = this.#open());
  }

  /** Answers which processes are still written down as ours: in time, none. */
  async close(): Promise<readonly number[]> {
    await this.#close();
    const record = join(this.root, 'processes.json');
    const text = existsSync(record) ? readFileSync(record, 'utf8') : '{"processes":[]}';
    const { processes } = JSON.parse(text) as { readonly processes: readonly { readonly pid: number }[] };
    rmSync(this.root, { recursive: true, force: true });
    return processes.map(({ pid }) => pid);
  }

  #open() {
    const opened = openStore(this.folder('data'), systemClock);
    if (opened.kind !== 'opened') throw new Error(`The store is ${opened.kind}`);
    const { store } = opened;
    const directory = new Directory(this.#agents);
    const attachments = new AttachmentFiles(this.folder('data'), systemClock);
    const runner = createRunner({
      ...{ clock: systemClock, directory, version: '0.0.0', recordPath: join(this.root, 'processes.json') },
      playbookEntry: new URL('../../support/threaded-agent.ts', import.meta.url),
      playbookState: this.folder('playbook'),
      attachments,
    });
    const subscriptions = new Subscriptions(systemClock, ulid);
    const app: AppState = {
      ...{ agents: directory.list(), disk: { kind: 'fine' }, recentFolders: [], offers: store.offers.all() },
      keybindings: { path: '', bindings: [], problems: [] },
      preferences: DEFAULT_PREFERENCES,
      attention: [],
      imageless: [],
      secrets: { keeping: { kind: 'file', path: '/data/secrets.json' }, states: {} },
      rules: [],
    };
    const feed = new AppFeed(app, ulid(), store.sessions, subscriptions);
    const log = createLogger('test/stress');
    const service = new SessionService({
      ...{ store: store.sessions, runner, feed, subscriptions, clock: systemClock, log, newUlid: ulid },
      ring: { eventsMax: 4096, charsMax: 4 * 1024 * 1024 },
      agentExists: (id) => directory.resolve(id) !== undefined,
      folderExists: existsSync,
      attachments,
      permissions: new Permissions({ store: store.permissions, feed, clock: systemClock, places }),
      offers: createOffers({ store: store.offers, feed, log }),
    });
    runner.bind(this.#heard(service));
    service.recover();
    return { store, service, runner };
  }

  #heard(service: SessionService): TurnReports {
    return {
      report: (sessionId, turnId, report) => {
        const recorded = service.report(sessionId, turnId, report);
        this.#listen(sessionId, turnId, report);
        return recorded;
      },
      mayBegin: (...asked) => service.mayBegin(...asked),
      mayCopy: (...asked) => service.mayCopy(...asked),
      transcript: (...about) => service.transcript(...about),
      mentioned: (...asked) => service.mentioned(...asked),
      native: service.native,
      configured: (...news) => service.configured(...news),
    };
  }

  async #close(): Promise<void> {
    await this.#runner.close();
    this.#service.close();
    this.#store.close();
  }
}
