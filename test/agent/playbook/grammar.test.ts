import { describe, expect, it } from 'vitest';
import { parseChildren } from '../../../main/agent/playbook/child.ts';
import { describeStep } from '../../../main/agent/playbook/describe.ts';
import { EXAMPLES } from '../../../main/agent/playbook/examples.ts';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { parseInvocation } from '../../../main/agent/playbook/invocation.ts';
import { previewText } from '../../../main/agent/playbook/preview.ts';
import { isRunnable, parseRunbook, whyUnfit } from '../../../main/agent/playbook/runbook.ts';
import { FAN_OUT_MAX, type Task } from '../../../main/agent/playbook/task.ts';

const task = (text: string, info = 'task') => fenced(info, text);
const steps = (markdown: string) => parseRunbook(markdown).steps;
const tasks = (markdown: string): readonly Task[] =>
  steps(markdown).flatMap((step) => (step.kind === 'spawn' ? [step.task] : []));
const unfit = (markdown: string) => whyUnfit(markdown, parseRunbook(markdown));

const PLAIN = { agent: null, worktree: null, folder: null, background: false, allowFail: false };

describe('tasks for other agents', () => {
  it('[S5.9] a handle and a colon at the start of a line is a task, with the indented lines below it', () => {
    expect(steps('first\n@codex: Look at it\n  in depth\n\tand width\nthen\n@b-2:\n  Two')).toMatchObject([
      { kind: 'prose', text: 'first' },
      {
        kind: 'spawn',
        task: { ...PLAIN, agent: 'codex', title: 'Look at it', text: 'Look at it\nin depth\nand width' },
      },
      { kind: 'prose', text: 'then' },
      { kind: 'spawn', task: { agent: 'b-2', text: 'Two' } },
    ]);
  });

  it.each([
    'Ask @codex: it knows',
    '- @codex: look at it',
    '1. @codex: look at it\n\n2. @claude: too\n',
    '> @codex: look at it',
    ' @codex: look at it',
    '    @codex: look at it',
    '`@codex: look at it`',
    '@codex look at it',
    '@codex:look at it',
    '@codex:',
    '<!--\n@codex: look at it\n-->',
    '# @codex: look at it',
    '| @codex: | it |\n| --- | --- |\n| @codex: a | b |',
    fenced('text', '@codex: look at it'),
    fenced('markdown', task('look at it')),
    '```task\nlook at it',
    task('  '),
  ])('[S5.9] what only speaks of an agent starts none: %j', (text) => {
    expect(tasks(text)).toEqual([]);
  });

  it('[S5.9] in a list with blocks to run, a task block counts and a handle is told', () => {
    const list = `1. One\n\n   @codex: look\n\n   ${task('Look').replaceAll('\n', '\n   ')}\n\n2. Two`;
    expect(steps(list).map(({ kind }) => kind)).toEqual(['prose', 'prose', 'spawn', 'prose']);
  });

  it('[S5.9] the text of a block is the task word for word, with the blocks that it holds', () => {
    const text = `# Do\n\n  @other: this\n\n${fenced('sh', 'echo `hi`')}\n\nwait`;
    const info = 'task agent=@codex title="The tests" worktree=new folder="a b" background allow-fail';
    expect(tasks(task(text, info))).toEqual([
      {
        ...{ agent: 'codex', title: 'The tests', group: 'The tests', text },
        ...{ worktree: true, folder: 'a b', background: true, allowFail: true },
      },
    ]);
    expect(tasks(task('## Just do it\nnow'))).toEqual([
      { ...PLAIN, title: 'Just do it', group: 'Just do it', text: '## Just do it\nnow' },
    ]);
    expect(tasks(task('x', 'task worktree'))).toMatchObject([{ worktree: true }]);
    expect(tasks(task('x', 'task worktree=fix/it'))).toMatchObject([{ worktree: 'fix/it' }]);
  });

  it('[S5.9] a fan-out starts one for each item, which stands where it is wanted', () => {
    const each = tasks(task('Ask {{item}}: {{ item }}', 'task agent={{item}} title="By {{item}}" each="@a, $&, ,@b"'));
    expect(each.map(({ agent, title, text }) => [agent, title, text])).toEqual([
      ['a', 'By @a', 'Ask @a: @a'],
      ['$&', 'By $&', 'Ask $&: $&'],
      ['b', 'By @b', 'Ask @b: @b'],
    ]);
    const count = tasks(task('Run {{item}}', 'task title=Tests worktree=t-{{item}} count=2'));
    expect(count).toMatchObject([
      { title: 'Tests 1', group: 'Tests', text: 'Run 1', worktree: 't-1' },
      { title: 'Tests 2', group: 'Tests', text: 'Run 2', worktree: 't-2' },
    ]);
    expect(tasks(task('{{item}}'))).toMatchObject([{ text: '{{item}}' }]);
  });

  it.each([
    ['count=0', 'whole number'],
    ['count=many', 'whole number'],
    ['count=1e9', 'whole number'],
    [`count=${FAN_OUT_MAX + 1}`, `${FAN_OUT_MAX}`],
    ['count=999999999', '999999999'],
    [`each="${'a,'.repeat(FAN_OUT_MAX + 1)}"`, `${FAN_OUT_MAX + 1}`],
    ['each=" , "', 'names nothing'],
    ['count=2 each=a', 'not both'],
  ])('[S5.9] a fan-out that cannot be meant so keeps the runbook from starting: %s', (info, why) => {
    expect(unfit(`${fenced('sh', 'ls')}\n\n${task('x', `task ${info}`)}`)).toContain(why);
  });

  it('[S5.9] waits are lines of their own', () => {
    expect(steps('wait\n\nWait all\n\nwait any\n\nwait for: a, b c\n\nwait for it\n\nwe wait\n\nwait.')).toEqual([
      { kind: 'join', of: { kind: 'all' } },
      { kind: 'join', of: { kind: 'all' } },
      { kind: 'join', of: { kind: 'any' } },
      { kind: 'join', of: { kind: 'named', titles: ['a', 'b c'] } },
      ...['wait for it', 'we wait', 'wait.'].map((text) => ({ kind: 'prose', text })),
    ]);
  });

  it('[S5.9] a runbook that only starts agents is one, and is shown in full before it runs', () => {
    const runbook = parseRunbook(`@codex: Look\n\n${task('Run it', 'task title=Tests worktree=fix background')}`);
    expect(isRunnable(runbook)).toBe(true);
    const shown = previewText('a.md', runbook);
    expect(shown).toContain('Start @codex for “Look”:\n\n```\nLook\n```');
    expect(shown).toContain(
      'Start an agent for “Tests” in a work tree on `fix`, in the background:\n\n```\nRun it\n```',
    );
    expect(runbook.steps.map(describeStep)).toEqual(['the task “Look” for @codex', 'the task “Tests”']);
  });

  it('[S5.9] what was remembered of them and is damaged counts as nothing', () => {
    const whole = { session: 's', title: 't', group: 'g', agent: 'a', entry: 1, background: true, allowFail: true };
    const children = [{ ...whole, collected: true }, { session: 's' }, 7, null, { session: 's', title: 't' }];
    expect(parseChildren({ children })).toEqual([
      { ...whole, collected: true },
      {
        ...{ session: 's', title: 't', group: 't', agent: null, entry: -1 },
        ...{ background: false, allowFail: false, collected: false },
      },
    ]);
    expect(parseChildren({ children: 'x' })).toEqual([]);
  });
});

describe('the runbooks that come with it', () => {
  it.each([
    ['/worktree-tests', 'worktree-tests', ''],
    ['Worktree-Tests 2', 'worktree-tests', '2'],
    ['/review-branch feature @claude', 'review-branch', 'feature @claude'],
    ['/release-checklist 1.2.0 ', 'release-checklist', '1.2.0'],
  ])('[S5.9] %j is understood', (prompt, name, words) => {
    expect(parseInvocation(prompt)).toMatchObject({ kind: 'example', example: { name }, words });
  });

  it.each(['/worktree-testsuite', '/other-thing 1', 'well-known words', '/review-branch\nand more'])(
    '[S5.9] %j is none of them',
    (prompt) => {
      expect(parseInvocation(prompt)).toEqual({ kind: 'help' });
    },
  );

  it.each([
    ['worktree-tests', '0'],
    ['worktree-tests', 'many'],
    ['worktree-tests', '51'],
    ['review-branch', "a'; rm -rf ~; '"],
    ['review-branch', '--output=x'],
    ['review-branch', 'a b'],
    ['review-branch', '@no"quotes'],
    ['release-checklist', 'now'],
    ['release-checklist', "1.0'$(reboot)'"],
  ])('[S5.9] /%s takes no %j, and says what it takes', (name, words) => {
    const answer = EXAMPLES.find((example) => example.name === name)?.runbook(words);
    expect(answer).toMatchObject({ ok: false, refusal: expect.stringContaining(`\`/${name} `) });
  });

  it('[S5.9] agents that are named review, and none of our own', () => {
    const answer = EXAMPLES.find(({ name }) => name === 'review-branch')?.runbook('fix/it @claude @codex');
    if (!answer?.ok) throw new Error('it was refused');
    expect(tasks(answer.value).map(({ agent, title }) => [agent, title])).toEqual([
      ['claude', 'Review by @claude'],
      ['codex', 'Review by @codex'],
    ]);
    expect(tasks(answer.value)[0]?.text).toContain('git diff main...fix/it');
  });
});
