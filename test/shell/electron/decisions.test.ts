import { describe, expect, test } from 'vitest';
import { findLink, LinkInbox } from '../../../main/shell/electron/links.ts';
import { menuTemplate } from '../../../main/shell/electron/menu.ts';
import { isOurs } from '../../../main/shell/electron/origin.ts';
import { isOurFrame, mayUse, outsideUrl } from '../../../main/shell/electron/permissions.ts';

describe('what is ours', () => {
  test.each(['app://skein/', 'app://skein', 'app://skein/?view=quick#x'])('[S2.8] %s is', (url) => {
    expect(isOurs(url)).toBe(true);
  });

  test.each([
    'https://skein/',
    'app://evil/',
    'app://skein.evil/',
    'app://a@evil/',
    'file:///skein',
    'about:blank',
    '',
    'null',
  ])('[S2.8] "%s" is not', (url) => {
    expect(isOurs(url)).toBe(false);
  });

  test('[S2.8] a port is taken from the main frame of our own page alone', () => {
    expect(isOurFrame({ url: 'app://skein/', parent: null })).toBe(true);
    expect(isOurFrame({ url: 'app://skein/', parent: {} })).toBe(false);
    expect(isOurFrame({ url: 'https://evil.example/', parent: null })).toBe(false);
    expect(isOurFrame(null)).toBe(false);
  });
});

describe('what a page may do', () => {
  test('[S2.8] it may write to the clipboard and show notifications, and nothing else', () => {
    expect(mayUse('clipboard-sanitized-write', 'app://skein/', true)).toBe(true);
    expect(mayUse('notifications', 'app://skein/', true)).toBe(true);
    for (const permission of ['clipboard-read', 'media', 'geolocation', 'openExternal', 'unknown']) {
      expect(mayUse(permission, 'app://skein/', true)).toBe(false);
    }
  });

  test('[S2.8] nobody else may even do that', () => {
    expect(mayUse('clipboard-sanitized-write', 'app://skein/', false)).toBe(false);
    expect(mayUse('clipboard-sanitized-write', 'https://evil.example', true)).toBe(false);
  });

  test.each([
    ['https://example.org/a', 'https://example.org/a'],
    ['HTTP://example.org', 'http://example.org/'],
    ['mailto:ada@example.org', 'mailto:ada@example.org'],
    ['file:///etc/passwd', undefined],
    ['javascript:alert(1)', undefined],
    ['smb://host/share', undefined],
    ['app://skein/', undefined],
    ['skein://quick', undefined],
    ['not a url', undefined],
  ])('[S2.8] the link %s opens %s outside', (url, expected) => {
    expect(outsideUrl(url)).toBe(expected);
  });
});

describe('links', () => {
  test.each([
    ['the one link, wherever it stands', ['--flag', 'skein://quick', '--other'], 'skein://quick'],
    ['whatever its case', ['SKEIN://quick'], 'SKEIN://quick'],
    ['never one of several', ['skein://a', 'skein://b'], undefined],
    ['no other kind', ['https://skein.dev', 'x-skein:a', '--data-dir=skein:'], undefined],
    ['none without end', [`skein://${'a'.repeat(5_000)}`], undefined],
    ['nothing but strings', [7, null, { toString: () => 'skein://a' }], undefined],
    ['no list', 'skein://a', undefined],
  ])('[S2.8] %s is taken from the arguments', (_, args, expected) => {
    expect(findLink(args)).toBe(expected);
  });

  test('[S2.8] links wait for a window, in order, and only so many', () => {
    const inbox = new LinkInbox();
    const shown: (string | undefined)[] = [];
    for (let count = 0; count < 10; count += 1) inbox.put(`skein://${count}`);
    inbox.put(undefined);
    inbox.open((link) => shown.push(link));
    expect(shown).toEqual(Array.from({ length: 8 }, (_, index) => `skein://${index + 2}`));
  });

  test('[S2.8] with a window, every start is shown, also one without a link', () => {
    const inbox = new LinkInbox();
    const shown: (string | undefined)[] = [];
    inbox.open((link) => shown.push(link));
    inbox.put('skein://a');
    inbox.put(undefined);
    expect(shown).toEqual(['skein://a', undefined]);
  });
});

describe('the menu', () => {
  test('[S2.8] a Mac has the menu of the app, others quit from File', () => {
    expect(menuTemplate('darwin')[0]).toEqual({ role: 'appMenu' });
    expect(menuTemplate('linux')[0]).toEqual({ label: '&File', submenu: [{ role: 'quit' }] });
  });

  test.each(['darwin', 'linux', 'win32'])(
    '[S2.8] on %s there is editing, so that copy and paste have their keys',
    (platform) => {
      expect(menuTemplate(platform)).toContainEqual({ role: 'editMenu' });
    },
  );
});
