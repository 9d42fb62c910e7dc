import { EXAMPLES } from './examples.ts';
import { fenced } from './fence.ts';

const EXAMPLE = `# Say hello

A sentence like this one is told as it stands.

## Look around

${fenced('sh', 'ls')}

## Leave a note

${fenced('md file=hello.md', '# Hello')}`;

const AGENTS = `@codex: Read the change log, and say what is missing in it
  since the last tag.

${fenced('task title="Tests" worktree=new count=2', 'What the agent is told stands here, word for word.')}

wait`;

const OF_AGENTS = `**Other agents.** \`@handle: task\` at the start of a line starts an agent; indented lines below it go on with \
the task. A \`task\` block does the same with a longer text. Behind its fence may stand \`agent=@handle\` (without it, \
the agent is one like me), \`title="…"\`, \`folder=…\`, \`worktree=new\` or \`worktree=branch\`, \`background\` and \
\`allow-fail\`; \`count=3\` or \`each="a, b"\` starts several, with \`{{item}}\` for what differs. On lines of their own, \
\`wait\` waits for all that are not in the background and tells their answers, \`wait any\` for the first of them, \
\`wait for: title, title\` for some. A task that failed stops the runbook when it is waited for.`;

/** The answer to a prompt that is no runbook; `found`: paths of runbooks in the folder. */
export function helpText(found: readonly string[]): string {
  const list = found.map((path) => `- \`run ${path}\``).join('\n');
  return `I am **Playbook**. I run Markdown runbooks: no language model, no key, no network. \
I cannot answer questions or write code on my own.

Paste a runbook as your prompt, or keep it in a file and say \`run path/to/file.md\`. \
Headings become the plan, and every command and file is shown to you before it happens.

${fenced('markdown', EXAMPLE)}

${found.length > 0 ? `In this folder I can run:\n\n${list}` : 'I see no runbooks in this folder yet.'}

${OF_AGENTS}

${fenced('markdown', AGENTS)}

These runbooks come with me and work in any Git repository:

${EXAMPLES.map(({ name, about, hint }) => `- \`/${name}\`: ${about} (${hint}).`).join('\n')}

Also: \`tour\` shows what I do, \`continue\` goes on where a runbook stopped, \`skip\` goes on without the step that \
stopped it. \`sh allow-fail\` behind a fence lets a command fail, \`sh tell\` says what \
it wrote, \`wait 2s\` on a line of its own waits, and a quote \
that begins with "Why:" is told as a thought. In the mode *Dry run*, steps are shown and nothing happens.
`;
}
