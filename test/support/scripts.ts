import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for programs that is gone after the test. */
export class Scripts {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'skein-scripts-'));
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** Writes a program for /bin/sh and answers its path. `name` may lead into a folder of its own. */
  add(name: string, ...lines: readonly string[]): string {
    const path = join(this.folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(path, 0o755);
    return path;
  }
}
