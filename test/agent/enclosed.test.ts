import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { EMBEDDED_BYTES_MAX } from '../../main/agent/prompt-blocks.ts';
import { systemClock } from '../../main/clock.ts';
import { Uploads } from '../../main/store/uploads.ts';
import { ATTACHMENT_CHUNK_BYTES, type Attachment } from '../../protocol/attachment.ts';
import { attachmentOf, PNG, pieceOf } from '../support/attachments.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Step } from '../support/scripted-agent.ts';

let turns: RecordedTurns;
afterEach(() => turns.close());

const LONG_TEXT = 'x'.repeat(EMBEDDED_BYTES_MAX + 1);
const NO_TEXT = Buffer.from([0x50, 0, 0xff]);
const PICTURE = attachmentOf(PNG, 'shot.png', 'image/png');
const WORDS = attachmentOf('grün\n', 'Größe.md');
const BYTES = attachmentOf(NO_TEXT, 'data.bin', 'application/octet-stream');
const FORGED = attachmentOf('no picture', 'forged.png', 'image/png');
const LONG = attachmentOf(LONG_TEXT, 'long.txt', 'text/plain');
const CONTENTS: readonly (string | Buffer)[] = [PNG, 'grün\n', NO_TEXT, 'no picture', LONG_TEXT];

async function startWith(takes: object): Promise<void> {
  turns = new RecordedTurns([scriptedAgent({ takes: { ...takes } })]);
  const uploads = new Uploads(turns.attachments, systemClock);
  for (const [n, content] of CONTENTS.entries()) {
    for (let at = 0; at < Buffer.byteLength(content); at += ATTACHMENT_CHUNK_BYTES) {
      await uploads.put(pieceOf(content, n + 1, at, at + ATTACHMENT_CHUNK_BYTES));
    }
  }
}

/** Sends files to an agent that takes this; answers what came of them there. */
async function sendTo(takes: object, attachments: readonly Attachment[]) {
  await startWith(takes);
  const run = turns.start(script({ do: 'say-enclosed' }), { attachments });
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  return { run, enclosed: JSON.parse(turns.text(run)) as unknown };
}

const uriOf = ({ id, name }: Attachment) => pathToFileURL(join(turns.attachments.folder, 'named', id, name)).href;
const linkTo = (attachment: Attachment) => ({
  ...{ type: 'resource_link', uri: uriOf(attachment), name: attachment.name },
  ...{ mimeType: attachment.mime, size: attachment.bytes },
});
const linked = (run: Parameters<RecordedTurns['of']>[0]) =>
  turns.of(run).flatMap((report) => (report.type === 'linked' ? [report.names] : []));

test('[S4.4] an agent that takes pictures and context gets the picture itself, the words of a text, and a path for the rest', async () => {
  const { enclosed, run } = await sendTo({ image: true, embeddedContext: true }, [PICTURE, WORDS, BYTES]);
  expect(enclosed).toEqual([
    { type: 'image', mimeType: 'image/png', data: PNG.toString('base64').length },
    { type: 'resource', resource: { uri: uriOf(WORDS), mimeType: 'text/markdown', text: 'grün\n' } },
    linkTo(BYTES),
  ]);
  expect(linked(run)).toEqual([]);
});

test('[S4.4] an agent that takes neither gets paths of copies that it can read, and the window is told of the picture', async () => {
  const { enclosed, run } = await sendTo({}, [PICTURE, WORDS, BYTES]);
  expect(enclosed).toEqual([linkTo(PICTURE), linkTo(WORDS), linkTo(BYTES)]);
  expect(readFileSync(fileURLToPath(uriOf(PICTURE)))).toEqual(PNG);
  expect(readFileSync(fileURLToPath(uriOf(WORDS)), 'utf8')).toBe('grün\n');
  expect(linked(run)).toEqual([['shot.png']]);
});

test('[S4.4] what only calls itself a picture is not given as one, and a long text is not given whole', async () => {
  const { enclosed } = await sendTo({ image: true, embeddedContext: true }, [FORGED, LONG]);
  expect(enclosed).toMatchObject([{ type: 'resource', resource: { text: 'no picture' } }, linkTo(LONG)]);
});

test('[S4.4] the agent may read what it was told of through us, and nothing beside it', async () => {
  const read = (path: string): Step => ({ do: 'request', method: 'fs/read_text_file', params: { path } });
  await startWith({});
  const folder = join(turns.folder, 'work');
  mkdirSync(folder);
  const reads = [read(fileURLToPath(uriOf(WORDS))), read(join(turns.attachments.folder, WORDS.id))];
  const run = turns.start(script(...reads), { attachments: [WORDS], folder });
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  const [granted, refused] = turns.text(run).trim().split('\n');
  expect(granted).toBe('{"content":"grün\\n"}');
  expect(refused).toContain('Outside of the working folder');
});

test('[S4.4] files without a word are a prompt without a text block', async () => {
  await startWith({ image: true });
  const run = turns.start('', { attachments: [PICTURE] });
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  expect(turns.text(run)).toContain('"type":"image"');
});

test('[S4.4] a file that somebody took away fails the turn by its name, and the agent is not asked', async () => {
  await startWith({ image: true });
  rmSync(join(turns.attachments.folder, PICTURE.id));
  const run = turns.start(script({ do: 'say', text: 'asked' }), { attachments: [PICTURE] });
  expect(await turns.ended(run)).toMatchObject({
    kind: 'failed',
    failure: { code: 'attachment-unreadable', message: 'shot.png' },
  });
  expect(turns.text(run)).toBe('');
});
