import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { ToolItem, ToolKind } from '../../protocol/item.ts';
import { LOCATIONS_MAX, RULE_CHARS_MAX, TOOL_PARTS_MAX } from '../../protocol/limits.ts';
import { ownToolOf } from '../../protocol/own-tools.ts';
import {
  type Decided,
  type DecidedBy,
  type Decision,
  type PermissionOption,
  type PermissionRequest,
  type RuleScope,
  type RuleSubject,
  UNTITLED_CALL,
} from '../../protocol/permission.ts';
import { covers, type Reach } from './policy.ts';
import type { PermissionStore, PermissionWrite, Places } from './ports.ts';

/** Paths that are longer were cut on their way here: nobody knows where they lead. */
const PATH_CHARS_MAX = 4_000;

/** Kinds of tools that are about files, and which a rule therefore allows in its folder alone. */
const OF_FILES: ReadonlySet<ToolKind> = new Set(['read', 'search', 'edit', 'delete', 'move']);

/** A question and its card, as far as is known when it is asked. */
type Asked = {
  readonly head: Head;
  readonly request: PermissionRequest;
  /** Undefined for a card that has only just been made: nothing is known of such a call but its question. */
  readonly tool: ToolItem | undefined;
};

export type PermissionPorts = { readonly places: Places; readonly store: Pick<PermissionStore, 'ruleFor'> };

type Granted = { readonly option: PermissionOption; readonly by: DecidedBy };

/** What is answered in the person's place, if anything is, and what a rule about the question would cover. */
type Judged = { readonly granted: Granted | undefined; readonly scope: RuleScope | undefined };

/** Asks the disk where the call reaches at most once, and only when something depends on it. */
export function judge(asked: Asked, { places, store }: PermissionPorts): Judged {
  let known: Reach | undefined;
  const reach = () => {
    known ??= reachOf(asked, places);
    return known;
  };
  const scope = scopeOf(asked, places, reach);
  return { scope, granted: grantOf(asked, scope, store, reach) };
}

/**
 * What the policy or a rule answers in the person's place, or undefined when they must be asked. Never by an option that
 * holds beyond this call: what granted it can be taken back, and what was granted with it must be over then.
 */
function grantOf(
  { head, request, tool }: Asked,
  scope: RuleScope | undefined,
  store: PermissionPorts['store'],
  reach: () => Reach,
): Granted | undefined {
  const option = onlyYes(request);
  if (!option) return undefined;
  if (request.command === null && ownToolOf(request.title)) return { option, by: { kind: 'own-tool' } };
  const { policy } = head;
  const reached = policy === 'ask' || policy === 'all' ? 'outside' : reach();
  if (covers(policy, tool?.tool ?? 'other', request.command !== null, reached)) {
    return { option, by: { kind: 'policy', policy } };
  }
  const rule = scope && store.ruleFor(head.agentId, scope);
  return rule && { option, by: { kind: 'rule', rule } };
}

/** Where there are several ways to say yes a person must choose one. */
function onlyYes({ options }: PermissionRequest): PermissionOption | undefined {
  const [yes, ...more] = options.filter(({ kind }) => kind === 'allow-once');
  return more.length === 0 ? yes : undefined;
}

/**
 * What a rule about this question covers, or undefined when there can be none: it would allow more than the person was
 * shown.
 */
function scopeOf({ head, request, tool }: Asked, places: Places, reach: () => Reach): RuleScope | undefined {
  if (!onlyYes(request)) return undefined;
  const subject = subjectOf(request, tool);
  if (!subject) return undefined;
  if (subject.kind === 'tool' && OF_FILES.has(subject.tool) && reach() === 'outside') return undefined;
  const folder = places.realFolder(subject.kind === 'command' ? request.folder : head.folder);
  return folder === undefined ? undefined : { folder, subject };
}

/** A tool that has a `command` among its arguments, but is not there to run one, says too little by that alone. */
function subjectOf({ command, title }: PermissionRequest, tool: ToolItem | undefined): RuleSubject | undefined {
  const kind = tool?.tool ?? 'other';
  if (command !== null) {
    return kind === 'run' && command.length <= RULE_CHARS_MAX ? { kind: 'command', command } : undefined;
  }
  if (kind === 'run') return undefined;
  if (kind !== 'other') return { kind: 'tool', tool: kind };
  return title === UNTITLED_CALL || title.length > RULE_CHARS_MAX ? undefined : { kind: 'title', title };
}

/** A call that names no place, or more places than are kept, may reach anywhere. */
function reachOf({ head, tool }: Asked, places: Places): Reach {
  if (!tool || tool.locations.length >= LOCATIONS_MAX || tool.parts.length >= TOOL_PARTS_MAX) return 'outside';
  const diffs = tool.parts.filter((part) => part.type === 'diff');
  const paths = new Set([...tool.locations, ...diffs].map(({ path }) => path));
  const folder = places.realFolder(head.folder);
  if (folder === undefined || paths.size === 0) return 'outside';
  const inside = [...paths].every((path) => path.length <= PATH_CHARS_MAX && places.isInside(folder, path));
  return inside ? 'inside' : 'outside';
}

type Outcome = Pick<Decided, 'verdict' | 'by' | 'made'>;

export function decisionOf(request: PermissionRequest, outcome: Outcome, at: number): Decision {
  const { id, turn, item, title, command } = request;
  return { request: id, turn, item, title, command, ...outcome, at };
}

/** The card says what became of its question, on every page that it is ever on. */
export const noted = ({ item, verdict, by, made, at }: Decision): SessionEvent => ({
  type: 'tool-updated',
  item,
  patch: { decided: { verdict, by, ...(made && { made }), at } },
});

/** Every open question, answered with nothing, so that no agent waits for ever. */
export const cancelRequests = (head: Head, by: DecidedBy, at: number): readonly SessionEvent[] =>
  head.requests.flatMap((request) => cancel(request, by, at));

export function cancel(request: PermissionRequest, by: DecidedBy, at: number): readonly SessionEvent[] {
  const decision = decisionOf(request, { verdict: 'cancelled', by }, at);
  return [{ type: 'answered', answer: { kind: 'cancelled' }, decision }, noted(decision)];
}

/** What goes into the log with these events, and the rules that were made with them. */
export const permissionWritesOf = (events: readonly SessionEvent[]): readonly PermissionWrite[] =>
  events.flatMap((event): readonly PermissionWrite[] => {
    if (event.type === 'granted') return [{ type: 'decide', decision: event.decision }];
    if (event.type !== 'answered') return [];
    const { decision, rule } = event;
    return [{ type: 'decide', decision }, ...(rule ? [{ type: 'make', rule } as const] : [])];
  });
