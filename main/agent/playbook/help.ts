import { fenced } from './fence.ts';

const EXAMPLE = `# Say hello

A sentence like this one is told as it stands.

## Look around

${fenced('sh', 'ls')}

## Leave a note

${fenced('md file=hello.md', '# Hello')}`;

/** The answer to a prompt that is no runbook; `found`: paths of runbooks in the folder. */
export function helpText(found: readonly string[]): string {
  const list = found.map((path) => `- \`run ${path}\``).join('\n');
  return `I am **Playbook**. I run Markdown runbooks: no language model, no key, no network. \
I cannot answer questions or write code on my own.

Paste a runbook as your prompt, or keep it in a file and say \`run path/to/file.md\`. \
Headings become the plan, and every command and file is shown to you before it happens.

${fenced('markdown', EXAMPLE)}

${found.length > 0 ? `In this folder I can run:\n\n${list}` : 'I see no runbooks in this folder yet.'}

Also: \`tour\` shows what I do, \`continue\` goes on where a runbook stopped, \`skip\` goes on without the step that \
stopped it. \`sh allow-fail\` behind a fence lets a command fail, \`wait 2s\` on a line of its own waits, and a quote \
that begins with "Why:" is told as a thought. In the mode *Dry run*, steps are shown and nothing happens.
`;
}
