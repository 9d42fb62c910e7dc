import { posix, win32 } from 'node:path';
import { z } from 'zod';
import { CustomAgent } from '../../../protocol/agent.ts';
import { type CatalogEntry, commandOf, type ImportTrouble } from '../../../protocol/catalog.ts';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { isShape } from '../shape.ts';
import { handleOf } from './handles.ts';

export type DraftPorts = {
  readonly entries: readonly CatalogEntry[];
  /** For a command that begins with `~`. */
  readonly home: string;
  /** As `process` has them. */
  readonly platform: string;
  readonly arch: string;
  /** Where PATH leads for a name. */
  find(name: string): Promise<string | undefined>;
};

const Arguments = z.array(z.string()).default([]);
const Variables = z.record(z.string(), z.string()).default({});
const Package = z.object({
  package: z.string().min(1),
  cmd: z.string().min(1).optional(),
  args: Arguments,
  env: Variables,
});
const Binary = z.object({ cmd: z.string().min(1), args: Arguments, env: Variables });
const RegistryAgent = z.object({
  id: z.string().min(1),
  name: z.string().min(1).optional(),
  website: z.string().optional(),
  repository: z.string().optional(),
  distribution: z.object({
    npx: Package.optional(),
    uvx: Package.optional(),
    binary: z.record(z.string(), Binary).optional(),
  }),
});
const Server = z.object({
  id: z.string().optional(),
  name: z.string().min(1).optional(),
  command: z.string().min(1),
  args: Arguments,
  env: Variables,
  secrets: z.unknown().optional(),
  turnsPerFolder: z.unknown().optional(),
  concurrentPrompts: z.unknown().optional(),
  clientFiles: z.unknown().optional(),
  nativeSubagents: z.unknown().optional(),
});

type Run = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** The agent that a description in a file means. `key`: what it is called beside its description. */
export async function draftFrom(
  key: string | null,
  value: unknown,
  ports: DraftPorts,
): Promise<Result<CustomAgent, ImportTrouble>> {
  if (!isShape(value)) return refuse({ code: 'malformed', path: '' });
  if ('distribution' in value) return fromRegistry(value, ports);
  if (!('command' in value)) return refuse({ code: 'no-program' });
  const parsed = Server.safeParse(value);
  if (!parsed.success) return malformed(parsed.error);
  const { name = key ?? parsed.data.id ?? 'Agent', id, command, args, env, ...settings } = parsed.data;
  const given = Object.fromEntries(Object.entries(settings).filter(([, setting]) => setting !== undefined));
  const run = { command: command.replace(/^~(?=[/\\])/, ports.home), args, env };
  return checked({ id: handleOf(id ?? name), name, ...withQuirks(run, ports.entries), ...given });
}

async function fromRegistry(value: unknown, ports: DraftPorts): Promise<Result<CustomAgent, ImportTrouble>> {
  const parsed = RegistryAgent.safeParse(value);
  if (!parsed.success) return malformed(parsed.error);
  const { id, name = id, distribution, website, repository } = parsed.data;
  const run = await runOf(distribution, website ?? repository ?? null, ports);
  return run.ok ? checked({ id: handleOf(id), name, ...withQuirks(run.value, ports.entries) }) : run;
}

/** Archives are not fetched: an agent that comes as one is taken when a program of its name is installed. */
async function runOf(
  { npx, uvx, binary }: z.infer<typeof RegistryAgent>['distribution'],
  homepage: string | null,
  ports: DraftPorts,
): Promise<Result<Run, ImportTrouble>> {
  if (npx) {
    const what = npx.cmd === undefined ? [npx.package] : ['--package', npx.package, npx.cmd];
    return ok({ command: 'npx', args: ['-y', ...what, ...npx.args], env: npx.env });
  }
  if (uvx) {
    const what = uvx.cmd === undefined ? [uvx.package] : ['--from', uvx.package, uvx.cmd];
    return ok({ command: 'uvx', args: [...what, ...uvx.args], env: uvx.env });
  }
  if (!binary) return refuse({ code: 'no-program' });
  const target = binary[targetOf(ports)];
  if (!target) return refuse({ code: 'other-system' });
  const program = nameOfProgram(target.cmd);
  if ((await ports.find(program)) === undefined) return refuse({ code: 'not-installed', program, homepage });
  return ok({ command: program, args: target.args, env: target.env });
}

/** Our system as the registry names it. */
function targetOf({ platform, arch }: DraftPorts): string {
  const system = platform === 'win32' ? 'windows' : platform;
  return `${system}-${arch === 'arm64' ? 'aarch64' : 'x86_64'}`;
}

/** The bare name, from a path of either kind. */
const nameOfProgram = (path: string) => posix.basename(win32.basename(path)).replace(/\.(?:exe|cmd|bat)$/i, '');

/** What we know of an agent that somebody else describes: its quirks hold all the same. */
function withQuirks(run: Run, entries: readonly CatalogEntry[]) {
  const entry = entries.find((known) => known.ways.some((way) => isSame(run, commandOf(way))));
  if (!entry) return run;
  const { env, ...quirks } = entry.quirks;
  return { ...run, env: { ...env, ...run.env }, ...quirks, catalog: entry.id };
}

/** The same program or package, whatever its version and its other arguments. */
function isSame(run: Run, way: Pick<CustomAgent, 'command' | 'args'>): boolean {
  if (nameOfProgram(run.command) !== way.command) return false;
  if (way.command !== 'npx') return way.args.every((arg) => run.args.includes(arg));
  return run.args.some((arg) => arg.replace(/(?<=.)@[^/@]*$/, '') === way.args[1]);
}

function checked(agent: unknown): Result<CustomAgent, ImportTrouble> {
  const parsed = CustomAgent.safeParse(agent);
  return parsed.success ? ok(parsed.data) : malformed(parsed.error);
}

function malformed(error: z.ZodError): Result<never, ImportTrouble> {
  return refuse({ code: 'malformed', path: error.issues[0]?.path.join('.') ?? '' });
}
