import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { Directory } from '../../main/agent/directory.ts';
import { createRunner, type Runner, type RunnerOptions } from '../../main/agent/runner.ts';
import type { Clock } from '../../main/clock.ts';
import { systemClock } from '../../main/clock.ts';
import type { AgentSession } from '../../main/session/ports.ts';
import type {
  Configured,
  MentionedSession,
  NativeDesk,
  Question,
  Report,
  TurnReports,
  TurnRun,
} from '../../main/session/runner-ports.ts';
import type { AgentUpdate } from '../../main/session/update.ts';
import { AttachmentFiles } from '../../main/store/attachments.ts';
import type { Agent } from '../../protocol/agent.ts';
import { type AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { Outcome } from '../../protocol/turn.ts';
import type { Manner, Step } from './scripted-agent.ts';

const SCRIPTED = join(import.meta.dirname, 'scripted-agent.ts');

/** The scripted agent as a person would configure it. */
export function scriptedAgent(manner: Manner = {}, id = 'scripted'): Agent {
  const args = [SCRIPTED, JSON.stringify(manner)];
  return { kind: 'custom', id: id as AgentId, name: 'Scripted', command: process.execPath, args, env: {} };
}

export const script = (...steps: readonly Step[]) => JSON.stringify({ steps });

export type Told = { readonly run: TurnRun; readonly report: Report };

/** A runner with real processes, and everything that it reported. */
export class RecordedTurns implements TurnReports {
  readonly folder: string;
  readonly directory: Directory;
  readonly runner: Runner;
  readonly attachments: AttachmentFiles;
  readonly told: Told[] = [];
  /** What came of options, of all sessions. */
  readonly configurations: Configured[] = [];
  /** What agents without a memory are told. */
  history = '';
  /** The turns of sub-agents that agents lead themselves. */
  readonly led: TurnRun[] = [];
  readonly native: NativeDesk = {
    place: () => ({ session: sessionIdOf(ulid()), folder: this.folder }),
    tell: () => undefined,
    begin: (sessionId) => {
      const run = this.#runOf('', { sessionId });
      this.led.push(run);
      return run.turnId;
    },
  };
  /** Sessions that can be mentioned. */
  readonly others = new Map<SessionId, MentionedSession>();
  /** Sessions whose tree may take nothing more. */
  readonly overBudget = new Set<SessionId>();
  /** Answers `report`, as a failing disk would. */
  disk: () => Promise<void> | undefined = () => undefined;
  readonly #runs = new Map<string, TurnRun>();
  readonly #listeners = new Set<() => void>();

  constructor(
    agents: readonly Agent[] = [scriptedAgent()],
    clock: Clock = systemClock,
    more: Pick<RunnerOptions, 'hostsMax' | 'heavyBytes' | 'secretsOf' | 'leftovers'> = {},
  ) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-agent-')));
    this.directory = new Directory(agents);
    const playbookEntry = new URL('threaded-agent.ts', import.meta.url);
    const playbookState = join(this.folder, '.playbook');
    this.attachments = new AttachmentFiles(join(this.folder, '.data'), clock);
    const { directory, attachments } = this;
    this.runner = createRunner({
      clock,
      directory,
      attachments,
      playbookEntry,
      playbookState,
      version: '0.0.0',
      ...more,
    });
    this.runner.bind(this);
  }

  report(_session: string, turnId: string, report: Report): Promise<void> | undefined {
    const run = this.#runs.get(turnId);
    if (!run) throw new Error(`A report of a turn that was never started: ${turnId}`);
    this.told.push({ run, report });
    for (const listener of [...this.#listeners]) listener();
    return this.disk();
  }

  configured(_session: string, configured: Configured): void {
    this.configurations.push(configured);
    for (const listener of [...this.#listeners]) listener();
  }

  mentioned(_session: string, other: SessionId): MentionedSession | undefined {
    return this.others.get(other);
  }

  mayCopy(): boolean {
    return true;
  }

  mayBegin(session: SessionId): boolean {
    return !this.overBudget.has(session);
  }

  transcript(): string {
    return this.history;
  }

  start(prompt: string, more: Partial<TurnRun> = {}): TurnRun {
    const run = this.#runOf(prompt, more);
    this.runner.start(run);
    return run;
  }

  #runOf(prompt: string, more: Partial<TurnRun>): TurnRun {
    const run: TurnRun = {
      sessionId: sessionIdOf(ulid()),
      turnId: turnIdOf(ulid()),
      agentId: 'scripted' as AgentId,
      folder: this.folder,
      prompt,
      agentSession: null,
      wanted: {},
      ...more,
    };
    this.#runs.set(run.turnId, run);
    return run;
  }

  /** Runs a turn to its end. */
  async play(prompt: string, more: Partial<TurnRun> = {}): Promise<Outcome> {
    return this.ended(this.start(prompt, more));
  }

  stop(run: TurnRun): void {
    this.runner.stop(run.turnId);
  }

  async ended(run: TurnRun): Promise<Outcome> {
    return this.until(() => this.of(run).find((report) => report.type === 'ended')?.outcome);
  }

  async question(run: TurnRun, index = 0): Promise<Question> {
    return this.until(() => this.of(run).filter((report) => report.type === 'asked')[index]?.question);
  }

  /** Resolves with what `find` finds, now or after some report. */
  until<Value>(find: () => Value | undefined): Promise<Value> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        this.#listeners.delete(look);
        resolve(found);
      };
      this.#listeners.add(look);
      look();
    });
  }

  of(run: TurnRun): readonly Report[] {
    return this.told.filter((told) => told.run === run).map((told) => told.report);
  }

  updates(run: TurnRun): readonly AgentUpdate[] {
    return this.of(run).flatMap((report) => (report.type === 'updates' ? report.updates : []));
  }

  /** All that the turn replied or thought. */
  text(run: TurnRun, of: 'reply' | 'thought' = 'reply'): string {
    return this.updates(run).reduce((text, one) => (one.type === 'text' && one.of === of ? text + one.text : text), '');
  }

  /** How the turn found its agent session. */
  attached(run: TurnRun): Extract<Report, { readonly type: 'attached' }> {
    const attached = this.of(run).find((report) => report.type === 'attached');
    if (!attached) throw new Error('The turn was not attached');
    return attached;
  }

  agentSession(run: TurnRun): string {
    return this.attached(run).agentSession;
  }

  /** What a turn needs to go on from this one. */
  after(run: TurnRun): { readonly sessionId: SessionId; readonly agentSession: AgentSession } {
    return { sessionId: run.sessionId, agentSession: { id: this.agentSession(run), fork: false } };
  }

  async close(): Promise<void> {
    await this.runner.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
