import { fenced } from './fence.ts';

/** The file that the tour leaves behind. */
export const TOUR_FILE = 'skein-tour.md';

const INTRODUCTION = `# A tour of Playbook

This is a runbook: plain Markdown that I carry out step by step. It takes a minute, needs no network, and the only \
thing it leaves behind is one small file, \`${TOUR_FILE}\`.

> Why: every agent asks before it acts. Running this one shows how Skein asks you, what a command and an edit look \
like, and how to stop.

## Look around

First, where are we? Each command is shown to you before it runs. *Always for this runbook* allows the rest of the tour.`;

const FIRST_NOTE = `# Skein tour

- [ ] Run a command
- [ ] Write a file
- [ ] Change a file`;

const SECOND_NOTE = `# Skein tour

- [x] Run a command
- [x] Write a file
- [x] Change a file

You may delete this file.`;

const ENDING = `## What to try next

- Delete \`${TOUR_FILE}\`, or keep it and paste a part of it back to me.
- Write a runbook of your own: a heading, a sentence, a fenced \`sh\` block. Paste it here, or save it as \
\`runbooks/hello.md\` and say \`run runbooks/hello.md\`.
- Choose the mode *Dry run* to see what a runbook would do before it does it.
- In a Git repository, say \`/worktree-tests 2\`: it starts two other agents and collects what they say.
- Press Stop in the middle of a runbook, then say \`continue\`.
- Say \`help\` for a short description of what I understand.`;

/** The runbook of the tour, in the shell that the system is sure to have. */
export function tourText(platform: NodeJS.Platform): string {
  const windows = platform === 'win32';
  const shell = windows ? 'powershell' : 'sh';
  const status = windows
    ? "git status --short --branch\nif ($LASTEXITCODE -ne 0) { 'No Git repository here: nothing to show.'; exit 0 }"
    : "git status --short --branch || echo 'No Git repository here: nothing to show.'";
  return [
    INTRODUCTION,
    fenced(shell, windows ? 'Get-Location\nGet-ChildItem' : 'pwd\nls'),
    'If this folder is a Git repository, this is its state.',
    fenced(`${shell} allow-fail`, status),
    '## Write a file\n\nA block that names a file is written to it. You see the difference before it happens.',
    fenced(`markdown file=${TOUR_FILE}`, FIRST_NOTE),
    '## Change it\n\nThe same file once more, so that there is something to compare.',
    fenced(`markdown file=${TOUR_FILE}`, SECOND_NOTE),
    'wait 300ms',
    ENDING,
    '',
  ].join('\n\n');
}
