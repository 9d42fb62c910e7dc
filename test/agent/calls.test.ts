import { expect, test } from 'vitest';
import { Calls, lineOf } from '../../main/agent/calls.ts';

test('[C69] a command is whole and readable, whatever the agent calls it', () => {
  const calls = new Calls();
  calls.learn('a', { title: 'Build', rawInput: { cmd: 'make all' } });
  calls.learn('a', { title: 'Build it' });
  expect(calls.find('a')).toEqual({ title: 'Build it', command: 'make all' });
  calls.learn('b', { rawInput: { command: ['bash', '-lc', "echo 'a' && rm b"] } });
  expect(calls.find('b').command).toBe("echo 'a' && rm b");
  expect(calls.find('none')).toEqual({ title: undefined, command: undefined });
});

test('[C69] words that a shell would take apart are quoted', () => {
  expect(lineOf(['rm', '-rf', "it's mine", '*'])).toBe(`rm -rf 'it'\\''s mine' '*'`);
  expect(lineOf(['python', '-c', 'print(1)'])).toBe("python -c 'print(1)'");
});

test('[S2.5] calls are not remembered for ever', () => {
  const calls = new Calls();
  for (let index = 0; index < 1_000; index += 1) calls.learn(`c${index}`, { title: 'x' });
  expect(calls.find('c0').title).toBeUndefined();
  expect(calls.find('c999').title).toBe('x');
});
