import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMBED_ALL_BYTES_MAX, EMBED_BYTES_MAX, MENTIONS_MAX } from '../../main/agent/mentions.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import { sessionIdNumber } from '../support/arbitraries.ts';
import { RecordedTurns, scriptedAgent } from '../support/recorded-turns.ts';

const OTHER = sessionIdNumber(7);
/** More than can be read at once: a file with a hole takes no room. */
const HUGE_BYTES = 3 * 1024 ** 3;
const SECRET = 'outside of the folder';

let outside = '';
let all: RecordedTurns;
beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'skein-outside-')));
  writeFileSync(join(outside, 'secret.txt'), SECRET);
  all = open(true);
});
afterEach(async () => {
  await all.close();
  rmSync(outside, { recursive: true });
});

function open(embeds: boolean): RecordedTurns {
  const turns = new RecordedTurns([scriptedAgent({ tellsGiven: true, embeds })]);
  turns.others.set(OTHER, { title: 'The other', transcript: 'User:\nHello' });
  return turns;
}

/** What the agent got, over its pipe: the words first, then what came behind them. */
async function given(
  prompt: string,
  more: Partial<TurnRun> = {},
): Promise<{ readonly words: string; readonly blocks: readonly Block[] }> {
  const run = all.start(prompt, more);
  expect(await all.ended(run)).toEqual({ kind: 'completed' });
  const said = all.text(run);
  const at = said.lastIndexOf('\n[');
  return { words: said.slice(0, at), blocks: JSON.parse(said.slice(at)) as readonly Block[] };
}
type Block = { readonly type: string; readonly text?: string; readonly uri?: string; readonly resource?: Resource };
type Resource = { readonly uri: string; readonly text: string };

const put = (name: string, text: string | Uint8Array) => writeFileSync(join(all.folder, name), text);
const uriOf = (name: string) => pathToFileURL(join(all.folder, name)).href;
const embedded = (name: string, text: string) => ({
  type: 'resource',
  resource: { uri: uriOf(name), mimeType: 'text/plain', text },
});

describe('a mentioned file', () => {
  test('[S4.4] goes with the prompt, which stays as it was written', async () => {
    mkdirSync(join(all.folder, 'src'));
    put('src/a.ts', 'let a = 1;\n');
    put('my file.txt', 'über');
    const prompt = 'Compare @src/a.ts, @"my file.txt" and @src/a.ts.';
    expect(await given(prompt)).toEqual({
      words: prompt,
      blocks: [embedded('src/a.ts', 'let a = 1;\n'), embedded('my file.txt', 'über')],
    });
  });

  test('[S4.4] that is large, or no text, is pointed at; so is a folder', async () => {
    mkdirSync(join(all.folder, 'src'));
    put('fits.txt', 'x'.repeat(EMBED_BYTES_MAX));
    put('large.txt', 'x'.repeat(EMBED_BYTES_MAX + 1));
    put('huge.txt', '');
    truncateSync(join(all.folder, 'huge.txt'), HUGE_BYTES);
    put('image.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47]));
    put('zero.bin', 'a\0b');
    const { blocks } = await given('@fits.txt @large.txt @image.png @zero.bin @src/ @huge.txt');
    expect(blocks.map((block) => block.type)).toEqual([
      'resource',
      ...Array.from({ length: 5 }, () => 'resource_link'),
    ]);
    expect(blocks.slice(1)).toEqual([
      { type: 'resource_link', uri: uriOf('large.txt'), name: 'large.txt', size: EMBED_BYTES_MAX + 1 },
      { type: 'resource_link', uri: uriOf('image.png'), name: 'image.png', size: 4 },
      { type: 'resource_link', uri: uriOf('zero.bin'), name: 'zero.bin', size: 3 },
      { type: 'resource_link', uri: uriOf('src'), name: 'src' },
      { type: 'resource_link', uri: uriOf('huge.txt'), name: 'huge.txt', size: HUGE_BYTES },
    ]);
  });

  test('[S4.4] is pointed at when all of them together are too large, and no more of them than a bound are followed', async () => {
    const count = MENTIONS_MAX + 5;
    for (let n = 0; n < count; n += 1) put(`f${n}`, 'x'.repeat(EMBED_BYTES_MAX));
    const { blocks } = await given(Array.from({ length: count }, (_, n) => `@f${n}`).join(' '));
    expect(blocks).toHaveLength(MENTIONS_MAX);
    expect(blocks.filter((block) => block.type === 'resource')).toHaveLength(EMBED_ALL_BYTES_MAX / EMBED_BYTES_MAX);
  });

  test('[S4.4] is pointed at for an agent that takes no files', async () => {
    await all.close();
    all = open(false);
    put('a.ts', 'let a;');
    put('empty.ts', '');
    const { blocks } = await given('@a.ts @empty.ts');
    expect(blocks).toEqual([
      { type: 'resource_link', uri: uriOf('a.ts'), name: 'a.ts', size: 6 },
      { type: 'resource_link', uri: uriOf('empty.ts'), name: 'empty.ts', size: 0 },
    ]);
  });

  test('[S4.4] is never outside of the folder: not by a path, not by a link, not by its own address', async () => {
    symlinkSync(join(outside, 'secret.txt'), join(all.folder, 'link.txt'));
    symlinkSync(outside, join(all.folder, 'way'));
    symlinkSync(join(all.folder, 'gone'), join(all.folder, 'nowhere'));
    const up = `../${outside.split('/').at(-1)}/secret.txt`;
    const attempts = `@link.txt @way/secret.txt @${up} @src/../${up} @${outside}/secret.txt @nowhere @~/x @.. @/etc/passwd`;
    const { words, blocks } = await given(attempts);
    expect(words).toBe(attempts);
    expect(blocks).toEqual([]);
  });

  test('[S4.4] may be reached by a link that stays inside, and is the file that it leads to', async () => {
    put('real.txt', 'words');
    symlinkSync('real.txt', join(all.folder, 'link.txt'));
    expect((await given('@link.txt @real.txt')).blocks).toEqual([embedded('real.txt', 'words')]);
  });

  test('[S4.4] that is not there, or no file that could be read, is a text like any other', async () => {
    execFileSync('mkfifo', [join(all.folder, 'pipe')]);
    const { blocks } = await given('Ask @playbook about @gone.ts, @pipe and me@example.com');
    expect(blocks).toEqual([]);
  });
});

describe('a mentioned session', () => {
  const block = `# The other\n\nUser:\nHello`;

  test('[S4.4] goes with the prompt under its address; one that nobody may hear of does not', async () => {
    const prompt = `As in @session:${OTHER}, unlike @session:${sessionIdNumber(8)} @session:x`;
    expect(await given(prompt)).toEqual({
      words: prompt,
      blocks: [
        { type: 'resource', resource: { uri: `skein://session/${OTHER}`, mimeType: 'text/plain', text: block } },
      ],
    });
  });

  test('[S4.4] [S5.8] is shown to nobody because an agent wrote it: only a person opens one session to another', async () => {
    const prompt = `As in @session:${OTHER}`;
    expect(await given(prompt, { from: sessionIdNumber(8) })).toEqual({ words: prompt, blocks: [] });
  });

  test('[S4.4] that does not fit beside the others is there with its end, and says so', async () => {
    const ids = [11, 12, 13, 14].map(sessionIdNumber);
    const transcript = `${'é'.repeat(100 * 1024)} the end`;
    for (const id of ids) all.others.set(id, { title: 'Long', transcript });
    const { blocks } = await given(ids.map((id) => `@session:${id}`).join(' '));
    const texts = blocks.map(({ resource }) => resource?.text ?? '');
    expect(texts.slice(0, 2)).toEqual(Array.from({ length: 2 }, () => `# Long\n\n${transcript}`));
    for (const text of texts.slice(2)) {
      expect(text).toMatch(/^# Long\n\n\[Earlier parts of the conversation are left out\.\]\n\n(é+ the end)?$/);
    }
    expect(texts[2]).toMatch(/é the end$/);
    expect(texts.map((text) => Buffer.byteLength(text)).reduce((sum, bytes) => sum + bytes)).toBeLessThan(
      EMBED_ALL_BYTES_MAX + 100,
    );
  });

  test('[S4.4] is told in words to an agent that takes no files', async () => {
    await all.close();
    all = open(false);
    const { blocks } = await given(`@session:${OTHER}`);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ type: 'text', annotations: { audience: ['assistant'] } });
    expect(blocks[0]?.text).toContain(block);
    expect(blocks[0]?.text).toContain(`skein://session/${OTHER}`);
  });
});
