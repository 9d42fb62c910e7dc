import type { Refusal } from '../../protocol/command.ts';
import type { AgentRefusal, FolderRefusal } from '../../protocol/contract.ts';
import { overBudget } from './en-budget.ts';
import { number } from './en-count.ts';
import { answeredBefore } from './en-permissions.ts';
import { worded } from './worded.ts';

export const refusal = worded<Refusal>({
  'unknown-session': () => 'This session is not here any more. It may have been deleted for good.',
  'session-exists': () => 'There is a session of this id already, with another agent or folder.',
  'session-deleted': () => 'This session was deleted. Take it back first.',
  'unknown-agent': ({ agentId }) => `There is no agent @${agentId}. Add it in the settings.`,
  'folder-missing': ({ folder }) => `There is no folder ${folder}. Choose one that exists.`,
  'empty-prompt': () => 'Write something first.',
  'prompt-too-long': ({ maxChars }) =>
    `A prompt has at most ${number(maxChars)} characters. Your text is kept; put the long part into a file.`,
  'attachments-too-large': ({ maxBytes }) =>
    `All files of a prompt may have ${number(maxBytes / 1024 ** 2)} MB together. Your text is kept; send some of them first.`,
  'unknown-attachment': ({ name }) =>
    `${name} is kept no longer. Your text is kept; remove the file and attach it again.`,
  'queue-full': ({ maxPrompts }) => `At most ${maxPrompts} prompts can wait. Your text is kept; take one back first.`,
  'queue-too-long': ({ maxChars }) =>
    `Waiting prompts have at most ${number(maxChars)} characters together. Your text is kept.`,
  'not-queued': () => 'This prompt is not waiting any more: it was sent or taken back.',
  'empty-title': () => 'A title needs at least one character.',
  'named-by-person': () => 'A person has named this session, and that stays.',
  'title-too-long': ({ maxChars }) => `A title has at most ${maxChars} characters.`,
  busy: () => 'The agent is working. Stop it or wait until it has finished.',
  'nothing-running': () => 'Nothing is running.',
  'not-waiting': () => 'This turn is not waiting any more.',
  'nothing-to-resume': () => 'There is nothing to resume.',
  'nothing-to-retry': () => 'There is no prompt to send again.',
  'form-unfit': ({ fields }) => `These values do not fit: ${fields.join(', ')}. Your text is kept.`,
  'already-answered': ({ verdict, by }) => `This question was answered already${answeredBefore(verdict, by)}.`,
  'not-rememberable': () => 'No rule can be made of this question. Allow it once instead.',
  'too-many-rules': ({ maxRules }) => `There are ${number(maxRules)} rules already. Revoke one in the settings.`,
  'unknown-option': () => 'The agent does not offer this answer.',
  closed: () => 'Skein is being closed and takes nothing more. Start it again, then send this once more.',
  'session-hidden': () => 'This session belongs to another one and is opened from there.',
  'asker-stopping': () => 'The turn that asks for this is being stopped.',
  'unknown-parent': () => 'The session that this belongs to is not here any more. Take it back first.',
  'unknown-turn': () => 'This part of the conversation is not here any more. It was taken back.',
  'not-for-kind': ({ kind }) =>
    kind === 'side' ? 'An aside cannot be changed like that.' : 'Only a session of its own can be changed like that.',
  'not-for-native': () => 'Its agent leads it itself, so it takes nothing from here. Tell the session above it.',
  'native-unstoppable': ({ parent }) =>
    parent === null
      ? 'Its agent does not let it be stopped. It ends by itself, or with the program of its agent.'
      : `Its agent does not let it be stopped by itself. Stop “${parent}” instead.`,
  'children-busy': ({ titles }) => `Sessions below it are working: ${titles.join(', ')}. Stop them first.`,
  'too-many-branches': ({ maxBranches }) =>
    `A session has at most ${number(maxBranches)} branches. Fork it to go on; your text is kept.`,
  'too-many-children': ({ maxChildren }) => `A session has at most ${number(maxChildren)} children.`,
  'over-budget': ({ over }) => overBudget(over),
  'budget-of-root': () => 'This session belongs to a tree. Its budget is set in the session at the top of the tree.',
  'too-many-asides': ({ maxAsides }) => `At most ${maxAsides} asides can be open. Close one first.`,
  'already-held': ({ deleted }) =>
    deleted
      ? 'This conversation goes on in a session that lies in the bin. Take that back.'
      : 'This conversation goes on in a session here already.',
  'taking-over': () => 'What was said before is still being fetched from the agent. Wait for it, or stop it.',
  'nothing-to-fetch': () => 'There is nothing to fetch again: the conversation went on since.',
  'rolling-back': () => 'Turns of this session are being taken back. Wait a moment.',
  'nothing-to-roll-back': () => 'There is nothing to take back.',
  'nothing-to-undo': () => 'This cannot be undone any more: it was undone already, or is too long ago.',
  'nothing-to-clear': () => 'There is nothing to dismiss.',
  'not-offered': ({ option }) => `The agent does not offer this for ${option}. Choose another value.`,
  'disk-failing': ({ message }) => `Nothing was changed: ${message} Make room, then try again.`,
});

export const agentRefusal = worded<AgentRefusal>({
  'agent-built-in': ({ agentId }) => `@${agentId} is built in. Choose another handle.`,
  'agent-in-use': ({ agentId }) => `A turn of @${agentId} is running. Stop it first.`,
  'unknown-agent': ({ agentId }) => `There is no agent @${agentId}.`,
  'disk-failing': ({ message }) => `Nothing was changed: ${message} Make room, then try again.`,
});

export const folderRefusal = worded<FolderRefusal>({
  'folder-unreadable': ({ folder, reason }) => `${folder} cannot be read: ${reason}`,
});
