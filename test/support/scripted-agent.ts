/**
 * A real agent over real stdio that does what it is told. How it behaves as a process comes as JSON in its first argument
 * (`Manner`); what it does in a turn is the prompt: JSON `{ "steps": [Step, …] }`, or any other text, which it repeats; of a
 * prompt without text it says what came instead.
 * It speaks plain JSON-RPC with nothing between it and the pipe, so that its floods are real. What a step learns (an
 * answer, a result, a process id) it says as a line of text.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, rmSync, watch, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { ScriptedTools } from './scripted-tools.ts';

export type Manner = {
  /** `silent`: never answers. `exit`: ends instead. */
  readonly initialize?: 'silent' | 'exit';
  readonly protocolVersion?: number;
  /** What it can do with a conversation of an earlier process. */
  readonly reopens?: 'load' | 'resume' | 'refuses';
  /**
   * What it repeats of a conversation that it loads, and how; with `as` it is of another one. Absent: one prompt, before
   * its answer.
   */
  readonly repeats?: {
    readonly updates: readonly Shape[];
    /** `late`: after its answer. `twice`: before it and after. `crashes`, `hangs`: half of it, and no answer. */
    readonly how?: 'late' | 'twice' | 'crashes' | 'hangs';
    /** What is said to have crashed or to hang does so as long as this file is not there. */
    readonly until?: string;
  };
  /** Pages of its list of conversations, or how it refuses to give one. Absent: it cannot list. */
  readonly lists?: readonly (readonly Shape[])[] | 'sign-in' | 'silent' | 'crashes';
  /** A line for each conversation that it is asked to delete goes into this file. Absent: it cannot delete. */
  readonly deletes?: string;
  /** A line for each conversation that it is told to close goes into this file. Absent: it cannot. */
  readonly closes?: { readonly file: string; readonly unannounced?: true };
  /** Whether it copies a conversation when it is asked to. */
  readonly forks?: 'copies' | 'refuses';
  /** What it lets a person choose: fields of its answers to opened sessions. */
  readonly offers?: Shape;
  /** All that it offers once something was chosen. */
  readonly offersThen?: readonly Shape[];
  /** How it takes a choice: without a word of it in its answer, with an error, or never. */
  readonly chooses?: 'bare' | 'refuses' | 'silent';
  /** Commands that it announces right after it has opened a session. */
  readonly announces?: readonly Shape[];
  /** How it takes tools: over HTTP, or over stdio alone, which is what every agent can. `nameless`: it does not say which call it makes. */
  readonly tools?: 'http' | 'stdio' | 'nameless';
  /** Takes whole files with a prompt. */
  readonly embeds?: boolean;
  /** Says, as JSON, what came behind the words of a prompt. */
  readonly tellsGiven?: boolean;
  /** Answers session/new with an error, or never, or changes the first option in the same breath, or only the first. */
  readonly opens?: 'sign-in' | 'silent' | 'and-changes' | 'once';
  readonly signIn?: SignInManner;
  /** This file is made when it is asked for what it never answers. */
  readonly asked?: string;
  /** What it takes in a prompt besides text, as it says at the start. */
  readonly takes?: Shape;
  /** Lines on stderr at the start. */
  readonly stderr?: readonly string[];
  readonly ignoresClosedInput?: boolean;
  readonly ignoresCancel?: boolean;
  readonly ignoresTerm?: boolean;
};

type Shape = Readonly<Record<string, unknown>>;

/** It opens sessions only while somebody is signed in, which it looks up once, when it starts. */
type SignInManner = {
  /** Is there while somebody is signed in. With `sign-in` as an argument after this one, it only makes this file, of GREETING and what follows. */
  readonly file: string;
  /** What it offers; those that need a terminal only to a client that says that it has one. */
  readonly methods: readonly Shape[];
  /** How it takes being asked; else it signs in. With a variable's name: only when that is set. */
  readonly takes?: 'refuses' | 'silent' | 'exit' | { readonly variable: string };
  /** It can sign out again. */
  readonly signsOut?: boolean;
};

/** Pieces of options as the protocol has them. */
export const select = (id: string, category: string, currentValue: string, values: readonly string[]): Shape => {
  const options = values.map((value) => ({ value, name: value.toUpperCase() }));
  return { id, name: `The ${id}`, category, type: 'select', currentValue, options };
};

export type Step =
  | { readonly do: 'say' | 'think'; readonly text: string; readonly message?: string }
  /** Any `update` of the protocol, or of none. A field that is `$self` stands for the conversation's own id. */
  | { readonly do: 'update'; readonly update: Shape }
  /** Any request to the client; says its answer as JSON. */
  | { readonly do: 'request'; readonly method: string; readonly params?: Shape }
  /** Asks for permission and says the outcome. `recant`: takes the question back at once. */
  | { readonly do: 'ask'; readonly call: Shape; readonly options?: readonly Shape[]; readonly recant?: boolean }
  /**
   * Asks for a form or a link and says the outcome; `form` is all of the request but the session. `recant`: takes it
   * back at once. `completes`: says that the link of this request was done once this file is there, or at once for ''.
   */
  | { readonly do: 'elicit'; readonly form: Shape; readonly recant?: boolean; readonly completes?: string }
  /** Runs a command in a terminal that call `call` shows, waits for it, and says how it ended. */
  | { readonly do: 'run'; readonly call: string; readonly command: string; readonly args?: readonly string[] }
  /** `tools`: updates of two calls in turn. `stalled`: this file is made once the reader stops reading. */
  | { readonly do: 'flood'; readonly of: 'text' | 'tools'; readonly count: number; readonly stalled?: string }
  | { readonly do: 'raw'; readonly line: string; readonly times?: number }
  | { readonly do: 'warn'; readonly line: string }
  /** Starts a process that ends only when it is killed, and says its number. */
  | { readonly do: 'spawn'; readonly ownSession?: boolean }
  /** Says a variable of its environment. */
  | { readonly do: 'say-env'; readonly name: string }
  /** Says the capabilities of the client, as JSON. */
  | { readonly do: 'say-client' }
  /** Says all that it was told to choose, as JSON. */
  | { readonly do: 'say-choices' }
  /** Says what came with the prompt, as JSON; of data only how long it is. */
  | { readonly do: 'say-enclosed' }
  /**
   * Uses a tool that came with the conversation, under a card of its own. Strings in its input of the form `$name.field`
   * stand for what an earlier one has answered, `$now.ms` for the time of the call; `as`: the name of this one.
   */
  | { readonly do: 'tool'; readonly name: string; readonly input?: Shape; readonly as?: string }
  /** Does these at once. */
  | { readonly do: 'at-once'; readonly steps: readonly Step[] }
  /** Does these under another conversation's id, as one that it leads itself. `later`: after the prompt was answered. */
  | { readonly do: 'as'; readonly session: string; readonly steps: readonly Step[]; readonly later?: true }
  /** Says how the tools that came with the conversation are reached, and what they are called. */
  | { readonly do: 'say-tools' }
  | { readonly do: 'wait-for-cancel' }
  /** Goes on once this file is there, which a test makes when it has seen enough. A cancel ends the turn here. */
  | { readonly do: 'wait-for-file'; readonly path: string }
  /** Says something after the prompt was answered. `once`: when this file is there; then it makes `<once>.said`. */
  | { readonly do: 'later'; readonly text: string; readonly once?: string }
  /** Announces commands. `later`: after the prompt was answered. */
  | { readonly do: 'announce'; readonly commands: readonly Shape[]; readonly later?: boolean }
  /** Knows the conversation no more once this turn is over, until it is asked to open it again. */
  | { readonly do: 'lose' }
  | { readonly do: 'hang' }
  | { readonly do: 'crash'; readonly code: number }
  | { readonly do: 'fail'; readonly code: number; readonly message: string; readonly data?: unknown }
  | { readonly do: 'end'; readonly reason: string }
  /** More fields of its answer to the prompt, as what it has used. */
  | { readonly do: 'answer'; readonly fields: Shape };

const manner = JSON.parse(process.argv[2] ?? '{}') as Manner;
const waiting = new Map<number, (answer: Shape) => void>();
/** What resolves when the turn of a conversation is cancelled. */
const cancels = new Map<string, PromiseWithResolvers<void>>();
const signedIn = !manner.signIn || existsSync(manner.signIn.file);
let nextId = 1;
let nextSession = 1;

const write = (message: Shape) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const update = (sessionId: string, content: Shape) =>
  write({ method: 'session/update', params: { sessionId, update: content } });
const say = (sessionId: string, text: string, more: Shape = {}) =>
  update(sessionId, { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text }, ...more });

function request(method: string, params: Shape): { readonly id: number; readonly answer: Promise<Shape> } {
  const id = nextId++;
  const { promise, resolve } = Promise.withResolvers<Shape>();
  waiting.set(id, resolve);
  write({ id, method, params });
  return { id, answer: promise };
}

const announce = (sessionId: string, availableCommands: readonly Shape[]) =>
  update(sessionId, { sessionUpdate: 'available_commands_update', availableCommands });

const lineOf = (answer: Shape) => `${JSON.stringify(answer['error'] ?? answer['result'])}\n`;

async function run(session: string, step: Extract<Step, { readonly do: 'run' }>): Promise<void> {
  const { command, args } = step;
  const created = await request('terminal/create', { sessionId: session, command, ...(args ? { args } : {}) }).answer;
  const terminalId = (created['result'] as Shape | undefined)?.['terminalId'];
  if (terminalId === undefined) return void say(session, lineOf(created));
  const content = [{ type: 'terminal', terminalId }];
  update(session, { sessionUpdate: 'tool_call', toolCallId: step.call, title: command, kind: 'execute', content });
  const ended = await request('terminal/wait_for_exit', { sessionId: session, terminalId }).answer;
  const output = await request('terminal/output', { sessionId: session, terminalId }).answer;
  await request('terminal/release', { sessionId: session, terminalId }).answer;
  update(session, { sessionUpdate: 'tool_call_update', toolCallId: step.call, status: 'completed' });
  say(session, lineOf(ended));
  say(session, lineOf(output));
}

async function flood(session: string, step: Extract<Step, { readonly do: 'flood' }>): Promise<void> {
  const lines = [0, 1].map((odd) => {
    const tool = { sessionUpdate: 'tool_call_update', toolCallId: `flood-${odd}`, title: `Tool ${odd}` };
    const text = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'token ' } };
    const params = { sessionId: session, update: step.of === 'text' ? text : tool };
    return `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params })}\n`;
  });
  const block = 512;
  for (let sent = 0; sent < step.count; sent += block) {
    const size = Math.min(block, step.count - sent);
    const chunk = Array.from({ length: size }, (_, index) => lines[index % 2]).join('');
    if (process.stdout.write(chunk)) continue;
    const { stalled } = step;
    const timer = stalled === undefined ? undefined : setTimeout(() => writeFileSync(stalled, String(sent)), 200);
    await once(process.stdout, 'drain');
    clearTimeout(timer);
  }
}

const SLEEPER = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1e6);";

async function spawnSleeper(session: string, ownSession: boolean): Promise<void> {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const child = spawn(process.execPath, ['-e', SLEEPER], { detached: ownSession, stdio: [...stdio] });
  if (child.stdout) await once(child.stdout, 'data');
  say(session, `${child.pid}\n`);
}

function waitForFile(path: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), () => check());
    const check = () => {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    };
    check();
  });
}

const tools = new ScriptedTools();
/** What tools have answered, by the names that steps gave it, of each conversation. */
const answered = new Map<string, Map<string, Shape>>();
let nextCall = 1;

async function callTool(session: string, step: Extract<Step, { readonly do: 'tool' }>, ending: Ending): Promise<void> {
  const known = answered.get(session) ?? new Map<string, Shape>();
  answered.set(session, known);
  const rawInput = filledIn(step.input ?? {}, known) as Shape;
  const toolCallId = `tool-${process.pid}-${nextCall++}`;
  const title = `mcp__skein__${step.name}`;
  const tell = (more: Shape) => update(session, { sessionUpdate: 'tool_call_update', toolCallId, ...more });
  const content = (text: string) => [{ type: 'content', content: { type: 'text', text } }];
  update(session, { sessionUpdate: 'tool_call', toolCallId, title, kind: 'other', status: 'in_progress', rawInput });
  const given = new AbortController();
  const cancelled = cancels.get(session)?.promise.then(() => given.abort());
  try {
    const meta = manner.tools === 'nameless' ? {} : { callId: toolCallId };
    const heard = (message: string) => tell({ content: content(message) });
    const answer = await tools.call(session, step.name, rawInput, { meta, signal: given.signal, heard });
    if (step.as !== undefined) known.set(step.as, answer.value);
    tell({ status: answer.failed ? 'failed' : 'completed', content: content(answer.text) });
  } catch (error) {
    tell({ status: 'failed', content: content(String(error)) });
    if (given.signal.aborted) ending.reason = 'cancelled';
    await (given.signal.aborted ? cancelled : undefined);
  }
}

function filledIn(value: unknown, known: ReadonlyMap<string, Shape>): unknown {
  if (typeof value === 'string') {
    const [, name = '', field = ''] = /^\$(\w+)\.(\w+)$/.exec(value) ?? [];
    if (name === 'now') return String(Date.now());
    return name === '' ? value : known.get(name)?.[field];
  }
  if (Array.isArray(value)) return value.map((one) => filledIn(one, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filledIn(one, known)]));
}

async function sayTools(session: string): Promise<void> {
  const kind = tools.kindOf(session);
  say(session, kind === undefined ? 'no tools' : `${kind}: ${(await tools.names(session)).join(', ')}`);
}

const OPTIONS = ['allow_once', 'allow_always', 'reject_once'].map((kind) => ({ optionId: kind, name: kind, kind }));

async function ask(session: string, step: Extract<Step, { readonly do: 'ask' }>): Promise<void> {
  const params = { sessionId: session, toolCall: step.call, options: step.options ?? OPTIONS };
  const { id, answer } = request('session/request_permission', params);
  if (step.recant) write({ method: '$/cancel_request', params: { requestId: id } });
  say(session, lineOf(await answer));
}

async function elicit(session: string, step: Extract<Step, { readonly do: 'elicit' }>): Promise<void> {
  const { id, answer } = request('elicitation/create', { sessionId: session, ...step.form });
  if (step.recant) write({ method: '$/cancel_request', params: { requestId: id } });
  if (step.completes) await waitForFile(step.completes);
  const { elicitationId } = step.form;
  if (step.completes !== undefined) write({ method: 'elicitation/complete', params: { elicitationId } });
  say(session, lineOf(await answer));
}

/** What follows the answer to the prompt, and the answer. */
type Ending = {
  reason: string;
  fields: Shape;
  error: Shape | undefined;
  later: Extract<Step, { readonly do: 'later' | 'announce' | 'as' }>[];
};

async function perform(session: string, step: Step, ending: Ending): Promise<void> {
  switch (step.do) {
    case 'say':
      return void say(session, step.text, step.message === undefined ? {} : { messageId: step.message });
    case 'think':
      return void update(session, {
        sessionUpdate: 'agent_thought_chunk',
        content: { type: 'text', text: step.text },
      });
    case 'update':
      return void update(session, named(step.update, session));
    case 'request':
      return void say(session, lineOf(await request(step.method, { sessionId: session, ...step.params }).answer));
    case 'ask':
      return ask(session, step);
    case 'elicit':
      return elicit(session, step);
    case 'run':
      return run(session, step);
    case 'flood':
      return flood(session, step);
    case 'raw':
      return void process.stdout.write(`${step.line}\n`.repeat(step.times ?? 1));
    case 'warn':
      return void process.stderr.write(`${step.line}\n`);
    case 'spawn':
      return spawnSleeper(session, step.ownSession ?? false);
    case 'say-env':
      return void say(session, `${step.name}=${process.env[step.name] ?? ''}`);
    case 'say-client':
      return void say(session, JSON.stringify(client), { messageId: 'client' });
    case 'say-choices':
      return void say(session, JSON.stringify(choices));
    case 'say-enclosed':
      return void say(session, JSON.stringify(enclosed));
    case 'tool':
      return callTool(session, step, ending);
    case 'at-once':
      return void (await Promise.all(step.steps.map((one) => perform(session, one, ending))));
    case 'as':
      return void (step.later ? ending.later.push(step) : await performAs(step));
    case 'say-tools':
      return sayTools(session);
    case 'wait-for-cancel':
      return cancels.get(session)?.promise;
    case 'wait-for-file': {
      const reason = cancels.get(session)?.promise.then(() => 'cancelled');
      ending.reason = (await Promise.race([waitForFile(step.path), reason])) ?? ending.reason;
      return;
    }
    case 'later':
      return void ending.later.push(step);
    case 'announce':
      return void (step.later ? ending.later.push(step) : announce(session, step.commands));
    case 'lose':
      return void lost.add(session);
    case 'hang':
      return new Promise(() => undefined);
    case 'crash':
      process.stdout.write('', () => process.exit(step.code));
      return new Promise(() => undefined);
    case 'fail':
      ending.error = { code: step.code, message: step.message, data: step.data };
      return;
    case 'end':
      ending.reason = step.reason;
      return;
    case 'answer':
      ending.fields = { ...ending.fields, ...step.fields };
  }
}

async function performAs({ session, steps }: Extract<Step, { readonly do: 'as' }>): Promise<void> {
  const ending: Ending = { reason: 'end_turn', fields: {}, error: undefined, later: [] };
  cancels.set(session, Promise.withResolvers());
  for (const step of steps) {
    await perform(session, step, ending);
    if (ending.reason === 'cancelled') break;
  }
}

const named = (content: Shape, session: string): Shape =>
  Object.fromEntries(Object.entries(content).map(([key, value]) => [key, value === '$self' ? session : value]));

function stepsOf(prompt: string): readonly Step[] {
  if (!prompt.startsWith('{')) return [{ do: 'say', text: prompt }];
  return (JSON.parse(prompt) as { readonly steps: readonly Step[] }).steps;
}

/** What came with the last prompt besides text. */
let enclosed: readonly Shape[] = [];

/** Conversations that it does not know any more. */
const lost = new Set<string>();

function prompted(id: unknown, params: Shape): void {
  if (!lost.has(String(params['sessionId']))) return void prompt(id, params);
  write({ id, error: { code: -32002, message: 'Resource not found' } });
}

async function prompt(id: unknown, params: Shape): Promise<void> {
  const session = String(params['sessionId']);
  const all = params['prompt'] as readonly (Shape & { readonly text: string })[];
  const words = all.findIndex((block) => block['type'] === 'text' && !block['annotations']);
  enclosed = all
    .filter((block) => block['type'] !== 'text')
    .map((block) => (typeof block['data'] === 'string' ? { ...block, data: block['data'].length } : block));
  const ending: Ending = { reason: 'end_turn', fields: {}, error: undefined, later: [] };
  cancels.set(session, Promise.withResolvers());
  if (words < 0) say(session, JSON.stringify(enclosed));
  for (const block of all.filter((one) => one['annotations'])) say(session, `handed over: ${block.text}\n`);
  for (const step of words < 0 ? [] : stepsOf(all[words]?.text ?? '')) {
    await perform(session, step, ending);
    if (ending.reason === 'cancelled') break;
  }
  if (manner.tellsGiven) say(session, `\n${JSON.stringify(all.slice(words + 1))}`);
  write(ending.error ? { id, error: ending.error } : { id, result: { stopReason: ending.reason, ...ending.fields } });
  await speakLater(session, ending.later);
}

/** What it does after the prompt was answered. */
async function speakLater(session: string, steps: Ending['later']): Promise<void> {
  for (const step of steps) {
    if (step.do === 'announce') {
      announce(session, step.commands);
      continue;
    }
    if (step.do === 'as') {
      await performAs(step);
      continue;
    }
    const { text, once: path } = step;
    if (path !== undefined) await waitForFile(path);
    say(session, text);
    if (path !== undefined) process.stdout.write('', () => writeFileSync(`${path}.said`, ''));
  }
}

function note(): void {
  if (manner.asked) writeFileSync(manner.asked, String(process.pid));
}

/** What the client said that it can. */
let client: unknown;

function initialize(id: unknown, params: Shape): void {
  client = params['clientCapabilities'];
  if (manner.initialize === 'silent') return void note();
  if (manner.initialize === 'exit') process.exit(7);
  const agentCapabilities = {
    ...(manner.signIn?.signsOut ? { auth: { logout: {} } } : {}),
    promptCapabilities: { ...(manner.embeds ? { embeddedContext: true } : {}), ...manner.takes },
    ...(manner.tools && manner.tools !== 'stdio' ? { mcpCapabilities: { http: true } } : {}),
    loadSession: manner.reopens === 'load' || manner.reopens === 'refuses',
    sessionCapabilities: {
      ...(manner.closes && !manner.closes.unannounced ? { close: {} } : {}),
      ...(manner.reopens === 'resume' ? { resume: {} } : {}),
      ...(manner.lists ? { list: {} } : {}),
      ...(manner.deletes ? { delete: {} } : {}),
      ...(manner.forks ? { fork: {} } : {}),
    },
  };
  const agentInfo = { name: 'scripted', title: 'Scripted', version: '1.2.3' };
  const authMethods = methodsFor(params['clientCapabilities'] as Client);
  write({ id, result: { protocolVersion: manner.protocolVersion ?? 1, agentCapabilities, agentInfo, authMethods } });
}

type Client = { readonly auth?: { readonly terminal?: boolean }; readonly _meta?: Shape };

function methodsFor(client: Client): readonly Shape[] {
  if (!manner.signIn) return [{ id: 'browser', name: 'Sign in with a browser' }];
  const older = (method: Shape) => 'terminal-auth' in ((method['_meta'] as Shape | undefined) ?? {});
  return manner.signIn.methods.filter((method) => {
    if (method['type'] === 'terminal') return client.auth?.terminal === true;
    return !older(method) || client._meta?.['terminal-auth'] === true;
  });
}

function authenticate(id: unknown, { file, takes }: SignInManner): void {
  if (takes === 'silent') return void note();
  if (takes === 'exit') process.exit(3);
  const missing = typeof takes === 'object' && process.env[takes.variable] === undefined;
  const message = missing ? `${takes.variable} is not set` : 'Internal error: The account is closed';
  if (missing || takes === 'refuses') return void write({ id, error: { code: -32603, message } });
  writeFileSync(file, '');
  write({ id, result: {} });
}

function signOut(id: unknown, { file }: SignInManner): void {
  rmSync(file, { force: true });
  write({ id, result: {} });
}

/** Whether it was about signing in or out. */
function signs(id: unknown, method: unknown): boolean {
  if (!manner.signIn) return false;
  if (method === 'authenticate') authenticate(id, manner.signIn);
  else if (method === 'logout') signOut(id, manner.signIn);
  else return false;
  return true;
}

function open(id: unknown, params: Shape): void {
  if (manner.opens === 'silent') return void note();
  if (manner.opens === 'sign-in' || !signedIn)
    return void write({ id, error: { code: -32000, message: 'Authentication required' } });
  if (manner.opens === 'once' && nextSession > 1) process.exit(5);
  const sessionId = `scripted-${process.pid}-${nextSession++}`;
  hand(sessionId, params);
  if (manner.opens !== 'and-changes') {
    write({ id, result: { sessionId, ...manner.offers } });
    if (manner.announces) announce(sessionId, manner.announces);
    return;
  }
  const configOptions = options.map((one, index) => (index === 0 ? { ...one, currentValue: 'large' } : one));
  const changed = { sessionId, update: { sessionUpdate: 'config_option_update', configOptions } };
  const messages = [
    { id, result: { sessionId, ...manner.offers } },
    { method: 'session/update', params: changed },
  ];
  process.stdout.write(messages.map((one) => `${JSON.stringify({ jsonrpc: '2.0', ...one })}\n`).join(''));
}

function fork(id: unknown, params: Shape): void {
  if (manner.forks === 'refuses') return void write({ id, error: { code: -32603, message: 'It is gone' } });
  const sessionId = `copy of ${params['sessionId']}`;
  hand(sessionId, params);
  write({ id, result: { sessionId, ...manner.offers } });
}

/** Every choice that it was told, as it came. */
const choices: Shape[] = [];
let options = (manner.offers?.['configOptions'] ?? []) as readonly Shape[];

function choose(id: unknown, method: string, params: Shape): void {
  const { sessionId: _, ...choice } = params;
  choices.push({ method, ...choice });
  if (manner.chooses === 'silent') return void note();
  if (manner.chooses === 'refuses') {
    return void write({
      id,
      error: { code: -32603, message: 'Internal error', data: { details: 'Not on your plan' } },
    });
  }
  options = (manner.offersThen ?? options).map((one) =>
    one['id'] === choice['configId'] ? { ...one, currentValue: choice['value'] } : one,
  );
  const whole = method === 'session/set_config_option' && manner.chooses !== 'bare';
  write({ id, result: whole ? { configOptions: options } : {} });
}

function load(id: unknown, params: Shape): void {
  if (manner.reopens === 'refuses') {
    return void write({ id, error: { code: -32602, message: 'Invalid session identifier' } });
  }
  const session = String(params['sessionId']);
  hand(session, params);
  lost.delete(session);
  const { updates, how, until } = manner.repeats ?? { updates: SAID_BEFORE };
  const repeat = (some: readonly Shape[]) => {
    for (const { as: other, ...one } of some) update(String(other ?? session), one);
  };
  if ((how === 'crashes' || how === 'hangs') && (until === undefined || !existsSync(until))) {
    repeat(updates.slice(0, Math.ceil(updates.length / 2)));
    process.stdout.write('', () => (how === 'crashes' ? process.exit(9) : note()));
    return;
  }
  if (how !== 'late') repeat(updates);
  if (manner.announces) announce(session, manner.announces);
  write({ id, result: { ...manner.offers } });
  if (how === 'late' || how === 'twice') repeat(updates);
}

function resume(id: unknown, params: Shape): void {
  hand(String(params['sessionId']), params);
  lost.delete(String(params['sessionId']));
  write({ id, result: { ...manner.offers } });
}

const hand = (session: string, { mcpServers }: Shape) => tools.hand(session, (mcpServers ?? []) as readonly Shape[]);

const SAID_BEFORE: readonly Shape[] = [
  { sessionUpdate: 'user_message_chunk', content: { type: 'text', text: 'said before' } },
  { sessionUpdate: 'tool_call', toolCallId: 'old', title: 'Done before', status: 'completed' },
  { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'said before' } },
];

/** Pages are called after their number. */
function list(id: unknown, params: Shape): void {
  if (manner.lists === 'silent') return void note();
  if (manner.lists === 'crashes') process.exit(9);
  if (manner.lists === 'sign-in')
    return void write({ id, error: { code: -32000, message: 'Authentication required' } });
  const page = Number(params['cursor'] ?? 0);
  const sessions = (manner.lists?.[page] ?? []).filter(({ cwd }) => !params['cwd'] || cwd === params['cwd']);
  const nextCursor = page + 1 < (manner.lists?.length ?? 0) ? String(page + 1) : undefined;
  write({ id, result: { sessions, nextCursor } });
}

function forget(id: unknown, params: Shape): void {
  if (manner.deletes) appendFileSync(manner.deletes, `${params['sessionId']}\n`);
  write({ id, result: {} });
}

function closeSession(id: unknown, params: Shape): void {
  if (manner.closes) appendFileSync(manner.closes.file, `${params['sessionId']}\n`);
  write({ id, result: {} });
}

function receive(message: Shape): void {
  const { id, method } = message;
  const params = (message['params'] ?? {}) as Shape;
  if (method === undefined) {
    waiting.get(Number(id))?.(message);
    waiting.delete(Number(id));
  } else if (method === 'session/cancel') {
    if (!manner.ignoresCancel) cancels.get(String(params['sessionId']))?.resolve();
  } else {
    const answer = ANSWERS[String(method)];
    if (answer) answer(id, params);
    else if (String(method).startsWith('session/set_')) choose(id, String(method), params);
    else if (!signs(id, method) && id !== undefined) write({ id, result: {} });
  }
}

const ANSWERS: Readonly<Record<string, (id: unknown, params: Shape) => void>> = {
  initialize,
  'session/new': open,
  'session/load': load,
  'session/resume': resume,
  'session/list': list,
  'session/delete': forget,
  'session/close': closeSession,
  'session/fork': fork,
  'session/prompt': prompted,
};

if (manner.signIn && process.argv[3] === 'sign-in') {
  writeFileSync(manner.signIn.file, JSON.stringify([process.env['GREETING'], ...process.argv.slice(4)]));
  process.exit(0);
}
// In one piece: a socket holds only so many small ones, and what it does not hold is lost when the process exits.
if (manner.stderr) process.stderr.write(manner.stderr.map((line) => `${line}\n`).join(''));
if (manner.ignoresTerm) process.on('SIGTERM', () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => receive(JSON.parse(line) as Shape));
lines.on('close', () => {
  if (!manner.ignoresClosedInput) process.exit(0);
  setInterval(() => undefined, 1e6);
});
