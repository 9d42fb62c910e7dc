import { expect, test } from 'vitest';
import { parseServeArguments } from '../../../main/shell/web/arguments.ts';
import { ok } from '../../../protocol/result.ts';

const NONE = { port: null, hostname: '127.0.0.1', allowedHosts: [], dataFolder: undefined, json: false, help: false };

test('[S2.9] serve listens on loopback, at the usual port, unless it is told otherwise', () => {
  expect(parseServeArguments([])).toEqual(ok(NONE));
  const args = [
    '--port',
    '0',
    '--data-dir',
    'data',
    '--json',
    '--allow-host',
    'a.lan',
    '--allow-host=b.lan',
    '--host',
    '::1',
  ];
  expect(parseServeArguments(args)).toEqual(
    ok({ ...NONE, port: 0, hostname: '::1', allowedHosts: ['a.lan', 'b.lan'], dataFolder: 'data', json: true }),
  );
});

test.each([
  [['--port', 'x'], '--port'],
  [['--port', '65536'], '--port'],
  [['--port', '-1'], '--port'],
  [['--data-dir', ''], '--data-dir'],
  [['--allow-host', 'http://a.lan'], '--allow-host'],
  [['--allow-host', 'a.lan:80'], '--allow-host'],
  [['--colour'], '--colour'],
  [['folder'], 'folder'],
  [['--json=yes'], '--json'],
])('[S2.9] serve says what is wrong with %j', (argv, named) => {
  const parsed = parseServeArguments(argv);
  expect(!parsed.ok && parsed.refusal).toContain(named);
});
