import { join } from 'node:path';
import log from 'electron-log/node.js';

/** One log file is cut and kept once at this size. */
const LOG_BYTES_MAX = 5 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;

export interface Logger {
  info(fact: string, fields?: Fields): void;
  warn(fact: string, fields?: Fields): void;
  error(fact: string, fields?: Fields): void;
}

/** Lines say a fact and its fields. Never prompt text, codes of a link, or values of an environment. */
export function createLogger(scope: string): Logger {
  const scoped = log.scope(scope);
  return {
    info: (fact, fields = {}) => scoped.info(fact, fields),
    warn: (fact, fields = {}) => scoped.warn(fact, fields),
    error: (fact, fields = {}) => scoped.error(fact, fields),
  };
}

/** Sends the log to `<dataFolder>/logs/skein.log` and keeps the terminal for what a person must see there. */
export function openLog(dataFolder: string): void {
  log.transports.file.resolvePathFn = () => join(dataFolder, 'logs', 'skein.log');
  log.transports.file.maxSize = LOG_BYTES_MAX;
  log.transports.console.level = false;
}
