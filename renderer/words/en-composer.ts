import { number } from './en-count.ts';

/** What is said in the composer of waiting prompts, of asking aside and of agents that do not stop. */
export const enComposer = {
  compaction: 'Made the conversation shorter',
  moveQueued: 'Change place',
  moveQueuedHint: 'Drag, or press Alt with an arrow key',
  movedTo: (place: number, all: number) => `Moved to place ${number(place)} of ${number(all)}`,
  asksAside: 'Asks aside: is not kept, the agent goes on',
  forceStop: 'Force stop',
};
