import { appendFileSync, cpSync, existsSync, mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACHMENTS_FOLDER } from '../../main/store/attachments.ts';
import { STORE_FILE } from '../../main/store/store.ts';
import { attachmentOf } from '../support/attachments.ts';
import { openSessionHost } from '../support/session-host.ts';
import { ACKNOWLEDGED_FILE, POINTS_FILE, type Point } from './steps-points.ts';
import { ATTACHED, SCRIPT } from './steps-script.ts';
import { tapWrites } from './steps-tap.ts';

/** Bytes that are missing at the end of a log whose last write was cut off. */
const TORN_BYTES = 100;

/**
 * Performs the script on a store in `data`. With a number it kills itself when it comes to that point; else it leaves
 * a copy of the files, as they are at each point, in `notes`.
 */
const [data = '', notes = '', killAt] = process.argv.slice(2);
const log = join(data, `${STORE_FILE}-wal`);
let points = -1;
let transactions = 0;
let step = -1;
let logBytes = 0;

function reach(point: Pick<Point, 'at' | 'sql'>): string {
  points += 1;
  if (killAt !== undefined && points === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  const folder = join(notes, String(points));
  if (killAt !== undefined) return folder;
  mkdirSync(folder);
  for (const file of [STORE_FILE, `${STORE_FILE}-wal`]) cpSync(join(data, file), join(folder, file));
  const noted: Point = { ...point, step, transactions };
  appendFileSync(join(notes, POINTS_FILE), `${JSON.stringify(noted)}\n`);
  return folder;
}

tapWrites({
  writing(sql) {
    if (step >= 0) reach({ at: 'writing', sql: sql.replace(/\s+/g, ' ').trim().slice(0, 60) });
  },
  committed() {
    if (step < 0) return;
    const grown = existsSync(log) && statSync(log).size > logBytes;
    if (grown) {
      const folder = reach({ at: 'torn', sql: '' });
      if (killAt === undefined) truncateSync(join(folder, `${STORE_FILE}-wal`), statSync(log).size - TORN_BYTES);
    }
    logBytes = statSync(log).size;
    transactions += 1;
    reach({ at: 'committed', sql: '' });
  },
});

mkdirSync(join(data, ATTACHMENTS_FOLDER));
writeFileSync(join(data, ATTACHMENTS_FOLDER, attachmentOf(ATTACHED).id), ATTACHED);
const host = openSessionHost({ folder: data });
logBytes = existsSync(log) ? statSync(log).size : 0;
for (const [index, scripted] of SCRIPT.entries()) {
  step = index;
  scripted.run(host);
  appendFileSync(join(notes, ACKNOWLEDGED_FILE), `${index}\n`);
}
step = -1;
host.abandon();
