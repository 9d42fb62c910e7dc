import { describe, expect, it } from 'vitest';
import { WAIT_MS_MAX } from '../../../main/agent/playbook/directive.ts';
import { fenced, parseFence } from '../../../main/agent/playbook/fence.ts';
import { helpText } from '../../../main/agent/playbook/help.ts';
import { parseInvocation } from '../../../main/agent/playbook/invocation.ts';
import { wordGroups } from '../../../main/agent/playbook/pace.ts';
import { isRunnable, parseRunbook, type Step, whyUnfit } from '../../../main/agent/playbook/runbook.ts';
import { tourText } from '../../../main/agent/playbook/tour.ts';

const sh = (text: string, info = 'sh') => fenced(info, text);
const kinds = (markdown: string) => parseRunbook(markdown).steps.map((step) => step.kind);
const commands = (markdown: string) =>
  parseRunbook(markdown).steps.flatMap((step: Step) => (step.kind === 'command' ? [step.text] : []));

describe('parseRunbook', () => {
  it('[S2.5] headings are the plan, and a single first one is the title', () => {
    const runbook = parseRunbook(`# Release\n\n## Build\n\n${sh('make')}\n\n## Tag\n\nDone.`);
    expect(runbook.title).toBe('Release');
    expect(runbook.entries).toEqual(['Build', 'Tag']);
    expect(kinds(`# Release\n\n## Build\n\n${sh('make')}\n\n## Tag\n\nDone.`)).toEqual([
      'heading',
      'heading',
      'command',
      'heading',
      'prose',
    ]);
    expect(parseRunbook('# One\n\n# Two').entries).toEqual(['One', 'Two']);
    expect(parseRunbook('# Only').entries).toEqual(['Only']);
  });

  it('[S2.5] a whole block is one command, in lists too, with its own indentation only', () => {
    const list = '1. First\n   ```sh\n   if true; then\n     echo 1\n   fi\n   ```\n2. Second';
    expect(commands(list)).toEqual(['if true; then\n  echo 1\nfi']);
    expect(kinds(list)).toEqual(['prose', 'command', 'prose']);
    expect(commands(sh('a\nb', 'bash allow-fail'))).toEqual(['a\nb']);
  });

  it('[S2.5] what Markdown shows as text is never run', () => {
    expect(commands(`    ${sh('echo no').replaceAll('\n', '\n    ')}`)).toEqual([]);
    expect(commands(`> ${sh('echo no').replaceAll('\n', '\n> ')}`)).toEqual([]);
    expect(commands(`<!--\n${sh('echo no')}\n-->`)).toEqual([]);
    expect(commands(fenced('markdown', sh('echo no')))).toEqual([]);
    expect(commands(sh('echo no', 'console'))).toEqual([]);
  });

  it('[S2.5] a block that is never closed is not run: its last line may be half of one', () => {
    expect(commands('```sh\nrm -rf build')).toEqual([]);
    expect(commands('````sh\nrm -rf build\n```')).toEqual([]);
    expect(commands('~~~sh\nls\n~~~')).toEqual(['ls']);
  });

  it('[S2.5] a block with a path is a file, a caption is not', () => {
    expect(parseFence('ts file=src/a.ts')).toEqual({ kind: 'file', path: 'src/a.ts' });
    expect(parseFence('json title="package.json"')).toEqual({ kind: 'file', path: 'package.json' });
    expect(parseFence('sh file="run it.sh"')).toEqual({ kind: 'file', path: 'run it.sh' });
    expect(parseFence('js title="An example"').kind).toBe('example');
    expect(parseFence('bash title="setup.sh"').kind).toBe('command');
    expect(parseFence('diff file=a.txt').kind).toBe('example');
    expect(parseRunbook(fenced('txt file=a.txt', 'one\ntwo')).steps).toEqual([
      { kind: 'file', path: 'a.txt', text: 'one\ntwo\n' },
    ]);
  });

  it('[S2.5] shells are named by their fence, and each may be allowed to fail', () => {
    const command = (info: string) => {
      const fence = parseFence(info);
      return fence.kind === 'command' ? [fence.shell.command, fence.allowFail] : fence.kind;
    };
    expect(command('sh')).toEqual(['sh', false]);
    expect(command('Shell allow-fail')).toEqual(['sh', true]);
    expect(command('bash {continue-on-error}')).toEqual(['bash', true]);
    expect(command('powershell')).toEqual(['powershell', false]);
    expect(command('pwsh')).toEqual(['pwsh', false]);
  });

  it('[S2.5] waits and thoughts are lines of their own', () => {
    const markdown = '> Why: it matters\n\nfirst\nwait 1.5s\nthen\n\nwe wait 2s in a sentence\n\nwait 3 min';
    expect(parseRunbook(markdown).steps).toEqual([
      { kind: 'thought', text: 'it matters' },
      { kind: 'prose', text: 'first' },
      { kind: 'wait', ms: 1_500 },
      { kind: 'prose', text: 'then' },
      { kind: 'prose', text: 'we wait 2s in a sentence' },
      { kind: 'wait', ms: 180_000 },
    ]);
    expect(parseRunbook('wait 99 min').steps).toEqual([{ kind: 'wait', ms: WAIT_MS_MAX }]);
  });

  it('[S2.5] front matter and comments are left out', () => {
    expect(
      parseRunbook('---\ntitle: x\n---\nHello <!-- a --> you\n\n<!-- b -->').steps.map((step) => step.kind),
    ).toEqual(['prose']);
  });

  it('[S2.5] what is too large to be read is not taken on', () => {
    const many = 'wait 1ms\n'.repeat(2_001);
    expect(whyUnfit(many, parseRunbook(many))).toContain('2001');
    expect(whyUnfit('x'.repeat(300_000), parseRunbook('x'))).toContain('KiB');
    expect(whyUnfit('# Hi', parseRunbook('# Hi'))).toBeNull();
  });

  it('[S2.5] the tour is a runbook on every system', () => {
    expect(isRunnable(parseRunbook(tourText('linux')))).toBe(true);
    expect(commands(tourText('win32')).length).toBe(commands(tourText('darwin')).length);
    expect(parseRunbook(tourText('win32')).entries).toHaveLength(4);
  });
});

describe('parseInvocation', () => {
  it.each([
    ['tour', { kind: 'tour' }],
    ['/tour', { kind: 'tour' }],
    ['continue', { kind: 'continue', skip: false }],
    ['Resume.', { kind: 'continue', skip: false }],
    ['Continue where you left off.', { kind: 'continue', skip: false }],
    ['skip', { kind: 'continue', skip: true }],
    ['run docs/a b.md', { kind: 'file', path: 'docs/a b.md' }],
    ['run "docs/a.md"', { kind: 'file', path: 'docs/a.md' }],
    ['@docs/a.md', { kind: 'file', path: 'docs/a.md' }],
    ['a.md', { kind: 'file', path: 'a.md' }],
    ['Please improve README.md', { kind: 'help' }],
    ['run the tests', { kind: 'help' }],
    ['hello', { kind: 'help' }],
    ['# A plan\n\nwords', { kind: 'runbook' }],
    [`Do this:\n\n${sh('ls')}`, { kind: 'runbook' }],
    ['wait 2s', { kind: 'runbook' }],
  ])('[S2.5] %j is understood', (text, wanted) => {
    expect(parseInvocation(text)).toEqual(wanted);
  });

  it('[S2.5] its own help is no runbook when it is pasted back', () => {
    expect(isRunnable(parseRunbook(helpText(['a.md'])))).toBe(false);
  });
});

describe('wordGroups', () => {
  it('[S2.5] pieces of a text are the text, whatever it holds', () => {
    for (const text of [
      'one',
      ' a  b\n\nc d e f\n',
      `${'x'.repeat(5_000)} y`,
      '😀'.repeat(401),
      '```\ncode\n```\n\n',
    ]) {
      const pieces = wordGroups(text);
      expect(pieces.join('')).toBe(text);
      expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    }
    expect(wordGroups('one two three four five').length).toBeGreaterThan(1);
  });
});
