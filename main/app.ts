import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ulid } from 'ulid';
import packageJson from '../package.json' with { type: 'json' };
import { ATTENTION_MAX } from '../protocol/attention.ts';
import { assertNever } from '../protocol/result.ts';
import type { AppState } from '../protocol/stream.ts';
import { summaryOf } from '../protocol/summary.ts';
import { Directory, PLAYBOOK } from './agent/directory.ts';
import { ownShell } from './agent/login-environment.ts';
import { createRunner, type Runner } from './agent/runner.ts';
import { ConfiguredAgents } from './agents.ts';
import { AttentionDesk } from './attention/attention.ts';
import { Looks } from './attention/looks.ts';
import { systemClock } from './clock.ts';
import type { Host, HostOptions, OpenedHost } from './host.ts';
import { createImageless } from './imageless.ts';
import { createLogger, openLog } from './log/log.ts';
import { createOffers } from './offers.ts';
import { Notices } from './orchestration/notices.ts';
import type { Tool } from './orchestration/tool.ts';
import { openToolServer, type ToolServer } from './orchestration/tool-server.ts';
import { toolsOver } from './orchestration/tools.ts';
import { Permissions } from './permissions.ts';
import { createPreferences } from './preferences.ts';
import type { Cipher } from './secrets/cipher.ts';
import { SECRETS_FILE, Secrets } from './secrets/secrets.ts';
import { AppFeed } from './session/app-feed.ts';
import { RECENT_FOLDERS_MAX, RING_CHARS_MAX, RING_EVENTS_MAX } from './session/limits.ts';
import { type Offers, SessionService } from './session/service.ts';
import { Subscriptions } from './session/subscriptions.ts';
import { createSessionWorktrees } from './session/worktrees.ts';
import { type KeybindingsFile, openKeybindings } from './settings/keybindings-file.ts';
import { ATTACHMENTS_FOLDER, AttachmentFiles } from './store/attachments.ts';
import { type DataFolder, openDataFolder } from './store/data-folder.ts';
import { type Opened, openStore, type Store } from './store/store.ts';
import { troubleOf } from './store/trouble.ts';
import { Uploads } from './store/uploads.ts';
import { createTreePorts } from './tree-ports.ts';
import { FolderFiles } from './workspace/files.ts';
import { listFolders } from './workspace/folders.ts';
import { places } from './workspace/real-path.ts';
import { removeWorktree, worktreeState } from './workspace/worktrees.ts';

/** The built-in agent runs in a thread of its own: from its source, or from the bundle beside this one. */
const PLAYBOOK_ENTRY = import.meta.url.endsWith('.ts') ? './agent/playbook/entry.ts' : './playbook.js';
/** A program for agents that take no tools over HTTP; in the installed app it lies outside of the package. */
const BRIDGE = import.meta.url.endsWith('.ts') ? './orchestration/bridge.ts' : '../bridge/index.mjs';
const bridgePath = () =>
  fileURLToPath(new URL(BRIDGE, import.meta.url)).replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked');

/**
 * Builds everything that hosts sessions on one data folder: the folder's lock, the store, the runner, the service. The
 * only place that knows them all; `close` ends them in reverse.
 */
export async function openHost({ dataFolder, shell, cipher }: HostOptions): Promise<OpenedHost> {
  const held = openDataFolder(dataFolder, { shell, startedAt: systemClock.now() });
  if (held.kind === 'taken') return held;
  if (held.kind === 'unusable') return { kind: 'refused', message: held.reason };
  const { folder } = held;
  openLog(folder.path);

  const opened = openStore(folder.path, systemClock, [ATTACHMENTS_FOLDER, SECRETS_FILE]);
  if (opened.kind !== 'opened') {
    folder.close();
    return { kind: 'refused', message: wordsOf(opened) };
  }
  try {
    const host = await startHost(folder, opened.store, cipher);
    return { kind: 'opened', host, announce: (url, token) => folder.announce({ url, token }) };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble?.kind !== 'disk') throw error;
    return { kind: 'refused', message: trouble.trouble.message };
  }
}

/** Why there is no store, what was kept, and what to do, for a person. */
function wordsOf(opened: Exclude<Opened, { kind: 'opened' }>): string {
  switch (opened.kind) {
    case 'newer':
      return `This data was written by a newer Skein (format ${opened.fileVersion}; this one knows up to ${opened.appVersion}). Nothing was changed. Update Skein, or choose another folder with --data-dir.`;
    case 'damaged':
      return `The data file is damaged. It was kept at ${opened.keptAt}, and nothing was opened. Start Skein again to begin with an empty one.`;
    case 'disk-failing':
      return `The data cannot be opened: ${opened.message}`;
    default:
      return assertNever(opened);
  }
}

/** What cannot be started leaves neither the store nor the folder held. */
async function startHost(folder: DataFolder, store: Store, cipher: Cipher | null): Promise<Host> {
  let parts: Parts | undefined;
  try {
    const tools = await openTools(() => parts);
    parts = partsOf(folder, store, cipher, tools);
    start(parts);
    return hostOf(parts);
  } catch (error) {
    createLogger('app').error('the host cannot be started', { error: String(error) });
    if (parts) {
      await closeAll(parts);
    } else {
      store.close();
      folder.close();
    }
    throw error;
  }
}

/** Agents are offered tools with their first conversation, and that is later than all that the tools work on. */
async function openTools(built: () => Parts | undefined): Promise<ToolServer> {
  let tools: readonly Tool[] | undefined;
  const over = () => {
    const parts = built();
    tools ??= parts && toolsOver(createTreePorts({ ...parts, folder: parts.folder.path }));
    return tools ?? [];
  };
  return openToolServer({ tools: over, version: packageJson.version });
}

type Parts = {
  readonly folder: DataFolder;
  readonly store: Store;
  readonly directory: Directory;
  readonly subscriptions: Subscriptions;
  readonly keybindings: KeybindingsFile;
  readonly secrets: Secrets;
  readonly feed: AppFeed;
  readonly looks: Looks;
  readonly attachments: AttachmentFiles;
  readonly uploads: Uploads;
  readonly runner: Runner;
  readonly permissions: Permissions;
  readonly sessions: SessionService;
  readonly offers: Offers;
  readonly tools: ToolServer;
  readonly notices: Notices;
};

/** Nothing of it does anything yet. */
function partsOf(folder: DataFolder, store: Store, cipher: Cipher | null, tools: ToolServer): Parts {
  const directory = new Directory(store.agents.list().map((agent) => ({ kind: 'custom', ...agent })));
  const subscriptions = new Subscriptions(systemClock, ulid);
  const keybindings = openKeybindings({
    folder: folder.path,
    clock: systemClock,
    log: createLogger('settings/keybindings-file'),
    onChange: (changed) => feed.appChanged({ keybindings: changed }),
  });
  const secrets = new Secrets({
    folder: folder.path,
    cipher,
    onChange: (states, agentId) => {
      feed.appChanged({ secrets: states });
      runner.renew(agentId);
    },
  });
  const app = appOf(store, directory, keybindings, secrets);
  const feed = new AppFeed(app, ulid(), store.sessions, subscriptions);
  const attachments = new AttachmentFiles(folder.path, systemClock);
  const runner = createRunner({
    attachments,
    onMet: createImageless(feed),
    clock: systemClock,
    directory,
    playbookEntry: new URL(PLAYBOOK_ENTRY, import.meta.url),
    playbookState: join(folder.path, 'playbook'),
    leftovers: store.leftovers,
    tools: { access: (session) => tools.access(session), bridge: bridgePath() },
    recordPath: join(folder.path, 'processes.json'),
    secretsOf: (agent) => secrets.of(agent.id, agent.secrets ?? []),
    version: packageJson.version,
    shell: ownShell(),
  });
  const permissions = new Permissions({ store: store.permissions, feed, clock: systemClock, places });
  const offers = createOffers({ store: store.offers, feed, log: createLogger('offers') });
  const sessions = new SessionService({
    store: store.sessions,
    runner,
    feed,
    subscriptions,
    clock: systemClock,
    log: createLogger('session/service'),
    ring: { eventsMax: RING_EVENTS_MAX, charsMax: RING_CHARS_MAX },
    newUlid: ulid,
    agentExists: (id) => directory.resolve(id) !== undefined,
    folderExists,
    attachments,
    permissions,
    offers,
  });
  const tree = createTreePorts({ folder: folder.path, sessions, runner, store, feed, directory, offers });
  const notices = new Notices({
    ...tree,
    log: createLogger('orchestration/notices'),
    wanted: () => feed.app.preferences.backgroundNotices,
    listens: (agent) => agent !== PLAYBOOK.id,
  });
  const looks = new Looks((stream) => subscriptions.isOpen(stream));
  const uploads = new Uploads(attachments, systemClock);
  return {
    ...{ folder, store, directory, subscriptions, keybindings, secrets, feed, looks },
    ...{ attachments, uploads, runner, permissions, sessions, offers, tools, notices },
  };
}

/** What windows know of the app at first. */
function appOf(store: Store, directory: Directory, keybindings: KeybindingsFile, secrets: Secrets): AppState {
  return {
    agents: directory.list(),
    disk: { kind: 'fine' },
    recentFolders: store.sessions.recentFolders(RECENT_FOLDERS_MAX),
    keybindings: keybindings.keybindings,
    offers: store.offers.all(),
    preferences: store.preferences.read(),
    attention: [],
    imageless: [],
    secrets: secrets.states,
    rules: store.permissions.ruleIds(),
  };
}

function start({ folder, store, runner, sessions, secrets, feed, looks, notices }: Parts): void {
  runner.bind(sessions);
  sessions.recover();
  const agents = store.agents.list();
  void secrets.sweep(new Set(agents.map(({ id }) => id)));
  if (agents.length > 0) runner.prepare();
  startAttention(feed, store, looks);
  feed.listen({
    changed: (summary) => notices.sessionChanged(summary),
    purged: (session) => notices.sessionPurged(session),
    stopping: (stop) => notices.stopping(stop),
  });
  createLogger('app').info('started', { version: packageJson.version, dataFolder: folder.path });
}

function hostOf(parts: Parts): Host {
  const { folder, store, directory, subscriptions, keybindings, secrets, feed, looks } = parts;
  const { attachments, uploads, runner, permissions, sessions } = parts;
  const files = new FolderFiles(systemClock);
  return {
    about: {
      version: packageJson.version,
      dataFolder: folder.path,
      homeFolder: homedir(),
      platform: process.platform,
    },
    sessions,
    worktrees: createSessionWorktrees({
      store: store.sessions,
      separator: sep,
      state: worktreeState,
      remove: removeWorktree,
    }),
    watch: (from, signal) => feed.watch(from, signal),
    look: (stream, session) => looks.look(stream, session),
    ack: (stream, seq) => subscriptions.ack(stream, seq),
    attachments: {
      put: (piece) => uploads.put(piece),
      cancel: (upload) => uploads.cancel(upload),
      read: (id, from) => attachments.read(id, from),
    },
    agents: new ConfiguredAgents({
      store: store.agents,
      directory,
      runner,
      feed,
      holderOf: store.sessions.holderOf,
      isAside: (session) => store.sessions.head(session)?.kind === 'side',
    }),
    catalog: runner.catalog,
    usage: store.sessions.usage,
    folders: { list: listFolders, files: (input, signal) => files.find(input, signal) },
    keybindings,
    secrets,
    permissions,
    preferences: createPreferences({ store: store.preferences, feed }),
    close: () => closeAll(parts),
  };
}

/** After the recovery: what an earlier life left unfinished does not happen now. */
function startAttention(feed: AppFeed, { sessions }: Store, looks: Looks): void {
  const desk = new AttentionDesk(
    {
      session: (id) => {
        const head = sessions.head(id);
        return head?.deletedAt === null ? summaryOf(head) : undefined;
      },
      isLookedAt: (session) => looks.has(session),
      changed: (wanted) => feed.attentionChanged(wanted),
      alert: (attention) => feed.alert(attention),
    },
    sessions.unread(ATTENTION_MAX).map(summaryOf),
  );
  feed.listen({
    changed: (summary) => desk.sessionChanged(summary),
    purged: (session) => desk.sessionPurged(session),
  });
  feed.attentionChanged(desk.wanted);
}

/** The runner first: it hands over what it has read and reports running turns as interrupted. */
async function closeAll({
  sessions,
  runner,
  uploads,
  store,
  folder,
  keybindings,
  tools,
  notices,
}: Parts): Promise<void> {
  keybindings.close();
  notices.close();
  await Promise.all([runner.close(), uploads.close()]);
  await tools.close();
  sessions.close();
  store.close();
  folder.close();
}

function folderExists(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
