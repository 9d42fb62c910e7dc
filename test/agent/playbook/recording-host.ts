import type { PlanEntry, ToolCall, ToolCallUpdate } from '@agentclientprotocol/sdk';
import type { Answer, Exit, RunbookHost, Terminal } from '../../../main/agent/playbook/host.ts';
import type { ToolRequest } from '../../../main/agent/playbook/tool-client.ts';
import type { Shape } from '../../../main/agent/shape.ts';
import { ok, type Result, refuse } from '../../../protocol/result.ts';

/** A command that was started and has not ended unless `exit` says so. */
export type FakeTerminal = {
  readonly command: string;
  readonly args: readonly string[];
  killed: boolean;
  released: boolean;
};

/** A world in memory that remembers all that a runbook did to it. */
export class RecordingHost implements RunbookHost {
  offers = { terminal: true, write: true, agents: true };
  readonly files = new Map<string, string>();
  readonly said: string[] = [];
  readonly thought: string[] = [];
  readonly titles: string[] = [];
  readonly plans: PlanEntry[][] = [];
  readonly calls = new Map<string, ToolCallUpdate>();
  readonly asked: string[] = [];
  readonly terminals: FakeTerminal[] = [];
  answer: (title: string) => Answer | null | Promise<Answer | null> = () => 'once';
  /** How a command ends, by its text; a promise that stays open is one that runs on, an error could not be started. */
  exit: (text: string) => Exit | Promise<Exit> | Error = () => ({ code: 0, signal: null });

  /** What a command wrote, by its text. */
  output: (text: string) => string = () => '';
  readonly requests: ToolRequest[] = [];
  /** What the app answers to a call of its tools. */
  tool: (request: ToolRequest, signal: AbortSignal) => Result<Shape, string> | Promise<Result<Shape, string>> = () =>
    refuse('There is no app.');

  get text(): string {
    return this.said.join('');
  }

  /** The tool calls as they are now. */
  get tools(): readonly ToolCallUpdate[] {
    return [...this.calls.values()];
  }

  async say(text: string): Promise<void> {
    this.said.push(text);
  }

  async think(text: string): Promise<void> {
    this.thought.push(text);
  }

  async title(text: string): Promise<void> {
    this.titles.push(text);
  }

  async plan(entries: readonly PlanEntry[]): Promise<void> {
    this.plans.push([...entries]);
  }

  async startTool(call: ToolCall): Promise<void> {
    this.calls.set(call.toolCallId, call);
  }

  async updateTool(update: ToolCallUpdate): Promise<void> {
    const known = this.calls.get(update.toolCallId);
    if (!known) throw new Error('An update of a call that was never started');
    this.calls.set(update.toolCallId, { ...known, ...update });
  }

  async ask(call: ToolCallUpdate): Promise<Answer | null> {
    this.asked.push(String(call.title));
    return this.answer(String(call.title));
  }

  async readFile(path: string) {
    return ok(this.files.get(path) ?? null);
  }

  async writeFile(path: string, text: string) {
    this.files.set(path, text);
    return ok(null);
  }

  async openTerminal(command: string, args: readonly string[]) {
    const end = this.exit(args.at(-1) ?? '');
    if (end instanceof Error) return refuse(end.message);
    const record: FakeTerminal = { command, args, killed: false, released: false };
    this.terminals.push(record);
    const terminal: Terminal = {
      id: `t${this.terminals.length}`,
      ended: Promise.resolve(end).then(ok),
      output: async () => ok(this.output(args.at(-1) ?? '')),
      async kill() {
        record.killed = true;
      },
      async release() {
        record.released = true;
      },
    };
    return ok(terminal);
  }

  async callTool(request: ToolRequest, signal: AbortSignal) {
    this.requests.push(request);
    return this.tool(request, signal);
  }
}
