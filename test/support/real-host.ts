import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { openHost } from '../../main/app.ts';
import type { Host } from '../../main/host.ts';
import type { CustomAgent } from '../../protocol/agent.ts';
import type { Command } from '../../protocol/command.ts';
import { type Followed, follow, WAITING } from '../../protocol/follow.ts';
import type { SessionState } from '../../protocol/head.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import { scriptedAgent } from './recorded-turns.ts';
import type { Manner } from './scripted-agent.ts';

const SCRIPTED = AgentId.parse('scripted');

/** A whole host on a folder of its own, with one scripted agent: real rows, real processes. */
export class RealHost {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-host-')));
  #host: Host | undefined;

  static async open(manner: Manner, more: Partial<CustomAgent> = {}): Promise<RealHost> {
    const real = new RealHost();
    await real.start();
    real.configure(manner, more);
    return real;
  }

  get host(): Host {
    if (!this.#host) throw new Error('The host is closed');
    return this.#host;
  }

  async start(): Promise<void> {
    const opened = await openHost({ dataFolder: join(this.folder, 'data'), shell: 'web', cipher: null });
    if (opened.kind !== 'opened') throw new Error(`The host is ${opened.kind}`);
    this.#host = opened.host;
  }

  /** Ends the host and begins another one on the same folder. */
  async restart(): Promise<void> {
    await this.host.close();
    await this.start();
  }

  configure(manner: Manner, more: Partial<CustomAgent> = {}): void {
    const { kind: _, ...agent } = scriptedAgent(manner) as { readonly kind: 'custom' } & CustomAgent;
    const saved = this.host.agents.save({ ...agent, ...more });
    if (!saved.ok) throw new Error(saved.refusal.code);
  }

  /** The refusal's code, or undefined. */
  dispatch(command: Command): string | undefined {
    const answer = this.host.sessions.dispatch(command);
    return answer.ok ? undefined : answer.refusal.code;
  }

  takeOver(agentSession: string, more: { readonly title?: string; readonly changedAt?: number } = {}): SessionId {
    const sessionId = sessionIdOf(ulid());
    const place = { agentId: SCRIPTED, folder: this.folder, agentSession };
    const refused = this.dispatch({ type: 'take-over', sessionId, ...place, ...more });
    if (refused) throw new Error(refused);
    return sessionId;
  }

  list(folder: string | null = null, cursor: string | null = null, signal = new AbortController().signal) {
    return this.host.agents.sessions({ agentId: SCRIPTED, folder, cursor }, signal);
  }

  /** Follows a session until it is as wanted. */
  async until(sessionId: SessionId, isSo: (state: SessionState) => boolean): Promise<SessionState> {
    const stop = new AbortController();
    const input = { sessionId, tail: PAGE_ITEMS_MAX, hidden: true };
    const followed = this.host.sessions.follow(input, stop.signal);
    if (!followed.ok) throw new Error(followed.refusal.code);
    let view: Followed = WAITING;
    let [stream, incarnation] = ['', ''];
    for await (const item of followed.value) {
      if (item.type === 'opened') {
        ({ stream, incarnation } = item);
        continue;
      }
      this.host.ack(stream, item.type === 'batch' ? item.to : item.seq);
      view = follow(view, incarnation, item);
      if (view.kind !== 'waiting' && isSo(view.state)) {
        stop.abort();
        return view.state;
      }
    }
    throw new Error('The session is gone');
  }

  /** When its history has been fetched, or could not be. */
  fetched(sessionId: SessionId): Promise<SessionState> {
    return this.until(sessionId, ({ head }) => head.origin?.state.kind !== 'fetching');
  }

  /** Sends a prompt and waits until its turn is over. */
  async play(sessionId: SessionId, text: string): Promise<SessionState> {
    const turnId = turnIdOf(ulid());
    const refused = this.dispatch({ type: 'prompt', sessionId, turnId, text });
    if (refused) throw new Error(refused);
    return this.until(sessionId, ({ head }) => head.turn?.id === turnId && head.turn.phase.kind === 'ended');
  }

  async close(): Promise<void> {
    await this.host.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A transcript in a line for each item. */
export const linesOf = ({ window }: SessionState): readonly string[] => window.items.map(lineOf);

function lineOf(item: Item): string {
  switch (item.kind) {
    case 'prompt':
      return `> ${item.text.head}`;
    case 'reply':
      return item.text.head;
    case 'thought':
      return `(${item.text.head})`;
    case 'tool':
      return `[${item.title} ${item.status}]`;
    case 'notice':
      return `* ${item.notice.code}${item.notice.code === 'taken-over' ? ` ${item.notice.history}` : ''}`;
  }
}
