import type { Refusal } from '../../protocol/command.ts';
import type { WorktreeRefusal } from '../../protocol/worktree.ts';
import { budgetWords } from './budget-words.ts';

type Words<R extends { readonly code: string }> = {
  readonly [Code in R['code']]?: (refusal: Extract<R, { readonly code: Code }>) => string;
};

const WORDS: Words<Refusal> = {
  'unknown-agent': ({ agentId }) => `There is no agent @${agentId}. list_agents names those that there are.`,
  'folder-missing': ({ folder }) => `There is no folder ${folder}. Name one that exists, or leave it out.`,
  'unknown-session': () => 'There is no such session. list_agents names those of your tree.',
  'unknown-parent': () => 'Your own session is gone. Nothing more can be done in its name.',
  'asker-stopping': () => 'Your turn is being stopped. Begin nothing more.',
  'session-deleted': () => 'A person has deleted this session. Go on without it.',
  'rolling-back': () => 'A person is taking turns of this session back. Go on without it.',
  'too-many-children': ({ maxChildren }) => `A session has at most ${maxChildren} children. Use those that you have.`,
  'over-budget': ({ over }) => budgetWords(over),
  'empty-prompt': () => 'The text is empty. Say what is to be done.',
  'prompt-too-long': ({ maxChars }) =>
    `The text is longer than ${maxChars} characters. Write it to a file and name that.`,
  'queue-full': ({ maxPrompts }) =>
    `${maxPrompts} messages wait for this agent already. Wait until it has taken some: wait_for_agents.`,
  'queue-too-long': () => 'The messages that wait for this agent are too long together. Wait until it has taken some.',
  'nothing-running': () => 'Nothing runs in this session.',
  'named-by-person': () => 'A person has named your session, and that stays. Go on without it.',
  'title-too-long': ({ maxChars }) => `A title has at most ${maxChars} characters.`,
  'empty-title': () => 'The title is empty.',
  'not-offered': ({ option }) => `The agent does not offer this value for ${option}. Leave the option out.`,
  'unknown-option': () => 'The agent has no such option. Leave it out.',
  'not-for-kind': () => 'Asides cannot have agents of their own. Do it yourself.',
  'not-for-native': () =>
    'Another agent leads this one itself and nobody else prompts it. Send what you have to say to its parent.',
  'native-unstoppable': () =>
    'The agent that leads this one does not let it be stopped by itself. Stop its parent instead, if that is below you.',
  'disk-failing': () => 'The disk takes nothing at the moment. Tell the person, and try again later.',
  closed: () => 'Skein is being closed. Nothing more can be begun.',
};

/** Why something was not done, for a model: with what it can do instead, where there is something. */
export function wordsFor(refusal: Refusal): string {
  const words = WORDS[refusal.code] as ((refusal: Refusal) => string) | undefined;
  return words?.(refusal) ?? `This was refused: ${refusal.code}.`;
}

const WORKTREE_WORDS: Required<Words<WorktreeRefusal>> = {
  'git-missing': () => 'There is no git on this machine. Leave worktree out.',
  'not-a-repository': ({ folder }) => `${folder} is in no git repository. Leave worktree out, or name another folder.`,
  'no-commit': ({ folder }) => `${folder} has no commit yet that a work tree could begin with. Leave worktree out.`,
  'git-failed': ({ message }) => `git could not make the work tree: ${message}`,
  'worktree-cancelled': () => 'Making the work tree was cancelled.',
};

export function worktreeWordsFor(refusal: WorktreeRefusal): string {
  const words = WORKTREE_WORDS[refusal.code] as (refusal: WorktreeRefusal) => string;
  return words(refusal);
}
