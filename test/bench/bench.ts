/**
 * `npm run bench` measures every line below as a ratio to a floor taken in the same run, and prints a table;
 * with `--json <file>` also as JSON, with `--only <word>` only the lines with that word. Nothing is asserted.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { growth } from './growth.ts';
import { handingOver } from './handing.ts';
import { idleTree } from './idle-tree.ts';
import { sessionListing } from './listing.ts';
import { longMemory } from './long-memory.ts';
import type { Measure, Measured } from './measure.ts';
import { memory } from './memory.ts';
import { sessionOpening } from './opening.ts';
import { paintingFlood, paintingMedian, paintingTail } from './painting.ts';
import { textPipeline, toolPipeline } from './pipeline.ts';
import { prompting } from './prompting.ts';
import { roundTrip } from './round-trip.ts';
import { scrolling } from './scrolling.ts';
import { sessionMemory } from './session-memory.ts';
import { spawning } from './spawning.ts';
import { starting } from './starting.ts';
import { treeFrames } from './tree-frames.ts';
import { typingMedian, typingTail } from './typing.ts';

const MEASURES: readonly Measure[] = [
  textPipeline,
  toolPipeline,
  paintingMedian,
  paintingTail,
  paintingFlood,
  typingMedian,
  typingTail,
  growth,
  sessionOpening,
  sessionListing,
  scrolling,
  roundTrip,
  handingOver,
  prompting,
  spawning,
  treeFrames,
  idleTree,
  starting,
  memory,
  sessionMemory,
  longMemory,
];

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });

const rounded = (value: number) => (value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

const rowOf = (measure: Measure, { ours, floor, ratio, meets }: Measured) =>
  [
    `| ${measure.name} `,
    `${rounded(ours)} ${measure.unit} `,
    `${measure.floor}: ${rounded(floor)} `,
    `${ratio.toFixed(2)} `,
    `${measure.target} ${meets ? '✓' : '✗'} |`,
  ].join('| ');

console.log('| what | Skein | floor | ratio | to reach |\n| --- | --- | --- | --- | --- |');
const results: object[] = [];
for (const measure of MEASURES.filter(({ name }) => name.includes(values.only ?? ''))) {
  const { name, unit, target } = measure;
  const measured = await measure.run();
  const row = { name, unit, target, against: measure.floor, ...measured };
  results.push(row);
  console.log(rowOf(measure, measured));
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
