const number = new Intl.NumberFormat('en');

/** What is said in the composer of waiting prompts, of asking aside and of agents that do not stop. */
export const enComposer = {
  compaction: 'Made the conversation shorter',
  moveQueued: 'Change place',
  moveQueuedHint: 'Drag, or press Alt with an arrow key',
  movedTo: (place: number, all: number) => `Moved to place ${number.format(place)} of ${number.format(all)}`,
  asksAside: 'Asks aside: is not kept, the agent goes on',
  forceStop: 'Force stop',
};
