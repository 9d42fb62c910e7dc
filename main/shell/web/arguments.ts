import { parseArgs } from 'node:util';
import { ok, type Result, refuse } from '../../../protocol/result.ts';

export type ServeArguments = {
  /** Null: the usual one. */
  readonly port: number | null;
  readonly hostname: string;
  readonly allowedHosts: readonly string[];
  /** As it was typed. */
  readonly dataFolder: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
};

export const SERVE_HELP = `Serves Skein to a browser.

  --port <n>          the port to listen on; 0 takes any that is free
  --data-dir <folder> where everything is kept (else SKEIN_HOME, else the usual folder of this system)
  --json              print one line of JSON instead of sentences
  --allow-host <name> also answer to this name, beside the loopback names; may be given several times
  --host <address>    the interface to listen on (127.0.0.1)
`;

const HOST_NAME = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)$/i;

/** What `skein serve` was asked for, or a sentence about what is wrong with it. */
export function parseServeArguments(argv: readonly string[]): Result<ServeArguments, string> {
  const read = readOptions(argv);
  if (!read.ok) return read;
  const { port, host = '127.0.0.1', 'allow-host': allowedHosts = [], 'data-dir': dataFolder, json, help } = read.value;
  if (port !== undefined && !isPort(port)) return refuse(`--port must be a number from 0 to 65535, not ${port}.`);
  const odd = allowedHosts.find((name) => !HOST_NAME.test(name));
  if (odd !== undefined) return refuse(`--allow-host takes a host name without a port, not ${odd}.`);
  if (dataFolder === '') return refuse('--data-dir must name a folder.');
  return ok({
    port: port === undefined ? null : Number(port),
    hostname: host,
    allowedHosts,
    dataFolder,
    json: json ?? false,
    help: help ?? false,
  });
}

function readOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'allow-host': { type: 'string', multiple: true },
        'data-dir': { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return ok(values);
  } catch (error) {
    if (error instanceof TypeError) return refuse(error.message); // how parseArgs says no
    throw error;
  }
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
