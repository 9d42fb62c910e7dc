import { expect, test } from 'vitest';
import {
  ATTACHMENT_NAME_CHARS_MAX,
  Attachment,
  attachmentMime,
  attachmentName,
  besideWords,
  imageMimeOf,
} from '../../protocol/attachment.ts';
import { attachmentOf, PNG } from '../support/attachments.ts';

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test('[S4.4] any name becomes one that every file system takes, and keeps its ending', () => {
  const names = [
    '/etc/passwd',
    'C:\\a.txt',
    '..',
    '.',
    '',
    ' a\nb ',
    `${'x'.repeat(300)}.tar.gz`,
    '😀'.repeat(99),
    '报告.md',
  ];
  const given = names.map(attachmentName);
  expect(given.slice(0, 6)).toEqual(['_etc_passwd', 'C__a.txt', 'file', 'file', 'file', 'a_b']);
  expect(given[6]).toMatch(/^x+\.gz$/);
  expect(given[8]).toBe('报告.md');
  for (const name of given) {
    expect(name.length).toBeLessThanOrEqual(ATTACHMENT_NAME_CHARS_MAX);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(Attachment.safeParse({ ...attachmentOf('a'), name }).success, name).toBe(true);
  }
});

test('[S4.4] a media type is taken without its parameters, and an odd one is any file', () => {
  expect(attachmentMime('text/HTML; charset=utf-8')).toBe('text/html');
  for (const odd of ['', 'text', 'a/b/c', 'x'.repeat(200), 'text/<b>']) {
    expect(attachmentMime(odd)).toBe('application/octet-stream');
  }
});

test('[S4.4] a picture is known by how it begins', () => {
  expect(imageMimeOf(PNG)).toBe('image/png');
  expect(imageMimeOf(bytes('\xff\xd8\xff\xe0 and so on'))).toBe('image/jpeg');
  expect(imageMimeOf(bytes('GIF89a, then pixels'))).toBe('image/gif');
  expect(imageMimeOf(bytes('RIFF\x01\x02\x03\x04WEBPVP8 '))).toBe('image/webp');
  for (const other of ['', 'RIFF\x01\x02\x03\x04WAVEfmt ', '<svg/>', 'BM'])
    expect(imageMimeOf(bytes(other))).toBeUndefined();
});

test('[S4.4] no files and none given are the same', () => {
  expect(besideWords({ attachments: [] })).toEqual({});
  expect(besideWords({})).toEqual({});
});
