import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellLine } from '../../main/agent/shell-line.ts';

const PRINT = 'process.stdout.write(JSON.stringify([process.argv.slice(1), process.env.ONE, process.env.TWO]))';

test('[S4.3] a line of a POSIX shell brings every word to the program as it is', () => {
  const args = ["it's", 'two words', '$HOME `id` "x" \\n', '*', '~', '', '-x', 'a;b', 'ü 中文', '#1', '!!', 'A=b'];
  const env = { ONE: "o'n e", TWO: '' };
  const line = shellLine('linux', { command: process.execPath, args: ['-e', PRINT, '--', ...args], env });
  expect(JSON.parse(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }))).toEqual([args, env.ONE, env.TWO]);
});

test('[S4.3] a line stays as plain as a person would type it', () => {
  const invocation = { command: 'npx', args: ['-y', '@acme/agent@1.0', 'login', '--port=1'], env: { HOME: '/a b' } };
  expect(shellLine('darwin', invocation)).toBe("HOME='/a b' npx -y @acme/agent@1.0 login '--port=1'");
  expect(shellLine('darwin', { ...invocation, args: [], command: '/opt/my agent' })).toBe(
    "HOME='/a b' '/opt/my agent'",
  );
});

test('[S4.3] on Windows it is a line of PowerShell, where nothing of a word is code', () => {
  const args = ['login', '--cli', "it's", '@acme/agent', '$env:X', 'typo‘s', ''];
  expect(shellLine('win32', { command: 'C:\\my agent.exe', args, env: { ONE: 'a b', TWO: "'" } })).toBe(
    "$env:ONE = 'a b'; $env:TWO = ''''; & 'C:\\my agent.exe' login '--cli' 'it''s' '@acme/agent' '$env:X' 'typo‘‘s' ''",
  );
  expect(shellLine('win32', { command: 'npx', args: ['-y'], env: {} })).toBe("& npx '-y'");
});
