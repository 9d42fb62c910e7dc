/** What is said of sessions that belong to others, in English. */
export const enFamily = {
  asides: 'Asides',
  askAside: 'Ask aside',
  asideAsks: 'An aside needs an answer',
  hideAsides: 'Hide asides',
  newAside: 'New aside',
  asideNumber: (n: number) => `Aside ${n}`,
  asideTranscript: 'What was said aside',
  closeAside: 'Close this aside',
  asidesNotKept: 'Not kept: closing an aside deletes it.',
  asideEmpty: (agent: string) =>
    `${agent} knows the conversation so far. What is asked here does not go into it, and is not kept.`,
  asideGone: 'This aside is over: it was closed elsewhere, or Skein was started anew. Asides are not kept.',
  question: 'Question',
  questionHint: 'Ask something aside',

  ancestors: 'Belongs to',
  unknownSession: 'A session that is not here any more',
  childDeleted: 'Deleted',
  childDeletedTitle: 'This session was deleted',
  childDeletedHelp: 'It belongs to another session, and waits in the bin with all that was said in it.',
  restoreChild: 'Take it back',
  openParent: 'Open the session it belongs to',
};
