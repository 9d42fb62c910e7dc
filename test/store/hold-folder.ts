import { writeFileSync } from 'node:fs';
import { openDataFolder } from '../../main/store/data-folder.ts';

/** Takes a data folder, prints what came of it as a line of JSON, and keeps it until it is killed. */
const [path = '', url] = process.argv.slice(2);
const opened = openDataFolder(path, { shell: 'web', startedAt: 5 });
if (opened.kind === 'held' && url) opened.folder.announce({ url, token: 'secret' });
writeFileSync(1, `${JSON.stringify(opened.kind === 'held' ? { kind: 'held' } : opened)}\n`);
if (opened.kind === 'held') process.stdin.resume();
