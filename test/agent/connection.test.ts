import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type AgentConnection, BAD_LINES_MAX, openConnection } from '../../main/agent/connection.ts';
import type { AgentPipe } from '../../main/agent/pipe.ts';
import { ConnectionLost, RpcError } from '../../main/agent/rpc-error.ts';
import type { Shape } from '../../main/agent/shape.ts';
import { nextTurn } from '../../main/clock.ts';
import type { Exit } from '../../protocol/item.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** An agent whose every byte is written by the test. */
class HandPipe implements AgentPipe {
  readonly pid = null;
  readonly stdin = new PassThrough({ highWaterMark: 1024 * 1024 });
  readonly stdout = new PassThrough({ highWaterMark: 1024 });
  readonly ended: Promise<Exit>;
  readonly exit: (exit: Exit) => void;
  readonly updates: unknown[] = [];
  killed = false;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<Exit>();
    this.ended = promise;
    this.exit = resolve;
  }

  stderrTail = () => '';
  end = () => this.kill();
  kill = async () => {
    this.killed = true;
    this.stdout.end();
    this.exit({ code: null, signal: 'SIGKILL' });
  };

  update(text: string): boolean {
    return this.write({ method: 'session/update', params: { sessionId: 's', update: { text } } });
  }

  write(message: Shape): boolean {
    return this.line(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  line(line: string): boolean {
    return this.stdout.write(`${line}\n`);
  }

  /** The next message that we sent. */
  async sent(): Promise<Shape> {
    for (;;) {
      const chunk: Buffer | null = this.stdin.read();
      if (chunk) return JSON.parse(chunk.toString()) as Shape;
      await new Promise((resolve) => this.stdin.once('readable', resolve));
    }
  }
}

async function open(answer: (method: string, signal: AbortSignal) => Promise<unknown> = async () => ({})) {
  const pipe = new HandPipe();
  const connection = await openConnection(new FakeClock(), pipe, {
    update: (session, update) => void pipe.updates.push([session, update['text']]),
    request: (method, _params, signal) => answer(method, signal),
    notified: (method, params) => void pipe.updates.push([method, params]),
  });
  return { pipe, connection };
}

/** Everything that was written and is not held has been taken in when the answer to a request is. */
async function settled(pipe: HandPipe, connection: AgentConnection): Promise<void> {
  const answer = connection.request('ping', {});
  const { id } = await pipe.sent();
  pipe.write({ id, result: null });
  await answer;
}

describe('reading', () => {
  test('[S2.5] updates come in order, with those of other agents sessions under their names', async () => {
    const { pipe, connection } = await open();
    for (let index = 0; index < 1_000; index += 1) pipe.update(String(index));
    await settled(pipe, connection);
    expect(pipe.updates).toEqual(Array.from({ length: 1_000 }, (_, index) => ['s', String(index)]));
  });

  test('[S2.5] malformed lines are passed over, and what follows counts', async () => {
    const { pipe, connection } = await open();
    for (let index = 0; index < 3 * BAD_LINES_MAX; index += 1) {
      pipe.line(index % 3 ? '{"jsonrpc":"2.0","method":' : 'npm warn something');
      if (index % 50 === 49) pipe.update('still here');
    }
    pipe.line('[1, 2]');
    pipe.line('null');
    await settled(pipe, connection);
    expect(pipe.updates).toHaveLength(6);
    expect(pipe.killed).toBe(false);
  });

  test('[S2.5] an agent that writes nothing else is ended, and why is said', async () => {
    const { pipe, connection } = await open();
    const lost = connection.request('session/prompt', {});
    lost.catch(() => undefined);
    for (let index = 0; index < BAD_LINES_MAX; index += 1) pipe.line('Segmentation fault');
    const end = await connection.ended;
    expect(pipe.killed).toBe(true);
    expect(end.trouble).toContain('no messages');
    await expect(lost).rejects.toBeInstanceOf(ConnectionLost);
  });

  test('[S2.5] notifications of other protocols are ignored, without an answer', async () => {
    const { pipe, connection } = await open();
    pipe.write({ method: '_auth/status_update', params: {} });
    pipe.write({ method: 'dream' });
    await settled(pipe, connection);
    expect(pipe.stdin.read()).toBeNull();
  });

  test('[S2.5] the last line counts though it has no end', async () => {
    const { pipe, connection } = await open();
    pipe.stdout.end('{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{"text":"bye"}}}');
    pipe.exit({ code: 0, signal: null });
    await connection.ended;
    expect(pipe.updates).toEqual([['s', 'bye']]);
  });
});

describe('back-pressure', () => {
  test('[S2.5] while it is held nothing is read, so the agent cannot write', async () => {
    const { pipe, connection } = await open();
    const hold = Promise.withResolvers<void>();
    connection.hold(hold.promise);
    while (pipe.update('x'.repeat(100))) await nextTurn();
    pipe.update('more');
    await nextTurn();
    const before = pipe.updates.length;
    expect(before).toBeLessThan(30);
    expect(pipe.stdout.writableNeedDrain).toBe(true);

    const drained = new Promise((resolve) => pipe.stdout.once('drain', resolve));
    hold.resolve();
    await drained;
    await settled(pipe, connection);
    expect(pipe.updates.length).toBeGreaterThan(before);
    expect(pipe.updates.at(-1)).toEqual(['s', 'more']);
  });

  test('[S2.5] two reasons to hold must both be gone', async () => {
    const { connection } = await open();
    const [one, two] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    connection.hold(one.promise);
    connection.hold(two.promise);
    one.resolve();
    await nextTurn();
    expect(connection.held).toBeDefined();
    two.resolve();
    await nextTurn();
    expect(connection.held).toBeUndefined();
  });
});

describe('requests', () => {
  test('[S2.5] an error of the agent is thrown with its code, and one of ours is answered with its code', async () => {
    const { pipe, connection } = await open(async () => {
      throw new RpcError(-32002, 'Not found: it');
    });
    const asked = connection.request('session/new', {});
    const { id } = await pipe.sent();
    pipe.write({ id, error: { code: -32000, message: 'Authentication required' } });
    await expect(asked).rejects.toMatchObject({ code: -32000, message: 'Authentication required' });

    pipe.write({ id: 'q', method: 'fs/read_text_file', params: {} });
    expect(await pipe.sent()).toMatchObject({ id: 'q', error: { code: -32002, message: 'Not found: it' } });
  });

  test('[S2.5] a bug in answering is an internal error that tells nothing', async () => {
    const { pipe } = await open(async () => {
      throw new Error('secret path');
    });
    pipe.write({ id: 1, method: 'fs/read_text_file', params: {} });
    const answer = await pipe.sent();
    expect(answer).toMatchObject({ error: { code: -32603 } });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test('[C69] a request that the agent takes back is told so', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { pipe } = await open((_method, signal) => {
      signal.addEventListener('abort', () => resolve('gone'));
      return promise;
    });
    pipe.write({ id: 9, method: 'session/request_permission', params: {} });
    pipe.write({ method: '$/cancel_request', params: { requestId: 9 } });
    expect(await promise).toBe('gone');
  });

  test('[S2.5] an agent that floods us with requests gets errors, not memory', async () => {
    const { pipe } = await open(() => new Promise(() => undefined));
    for (let id = 0; id < 400; id += 1) pipe.write({ id, method: 'terminal/wait_for_exit', params: {} });
    expect(await pipe.sent()).toMatchObject({ error: { message: expect.stringContaining('Too many') } });
  });
});

test('[S2.5] when the agent ends, who waits is told', async () => {
  const { pipe, connection } = await open();
  const lost = connection.request('session/prompt', {});
  pipe.stdout.end();
  pipe.exit({ code: 3, signal: null });
  await expect(lost).rejects.toBeInstanceOf(ConnectionLost);
  expect(await connection.ended).toEqual({ exit: { code: 3, signal: null }, trouble: null });
  await expect(connection.request('session/prompt', {})).rejects.toBeInstanceOf(ConnectionLost);
});
