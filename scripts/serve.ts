import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from './build.ts';

const ROOT = join(import.meta.dirname, '..');

// The host runs in this very process, so that whoever started it can watch and end it.
if (await buildIfStale(ROOT)) await import(pathToFileURL(join(ROOT, 'out', 'main', 'serve.js')).href);
else process.exitCode = 1;
