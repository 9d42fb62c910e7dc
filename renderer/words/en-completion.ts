/** What is said of what is offered while a prompt is written, and of what a prompt mentions. */
export const enCompletion = {
  completions: 'Suggestions',
  files: 'Files',
  btwAbout: 'Asks beside the conversation: nothing of it is kept, and the agent goes on',
  btwHint: 'question',
  noSuchCommand: 'No command of that name',
  noCommandsYet: 'This agent has announced no commands yet',
  lookingForFiles: 'Looking for files…',
  notAllFiles: 'The folder has more files than were looked through',
  nothingToMention: 'No file and no session of that name',
  noSuchSession: 'No session of that name',
  mentionedSessions: 'Sessions that go with this prompt',
  openSession: (title: string) => `Open session “${title}”`,
};
