import type { AgentId, RequestId, RuleId, SessionId } from '../../protocol/ids.ts';
import type { ToolKind } from '../../protocol/item.ts';
import type {
  Decision,
  DecisionLine,
  DecisionsPage,
  Rule,
  RuleLine,
  RuleScope,
  RuleSubject,
} from '../../protocol/permission.ts';
import { assertNever, type Result } from '../../protocol/result.ts';
import type { DiskTrouble, PermissionStore, PermissionWrite } from '../session/ports.ts';
import type { Database, Query } from './database.ts';

/** The log is for looking back over weeks of work; what is older goes, the oldest first. */
export const DECISIONS_MAX = 10_000;
/** Characters of a command in the log: enough to know it again. The question itself had all of it. */
export const DECISION_COMMAND_CHARS_MAX = 4 * 1024;
/** Rules that were revoked and can be had back. */
const REVOKED_MAX = 50;

type RuleRow = {
  readonly id: RuleId;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly kind: RuleSubject['kind'];
  readonly subject: string;
  readonly madeAt: number;
  readonly session: SessionId;
  readonly sessionTitle: string | null;
  readonly uses: number;
  readonly usedAt: number | null;
};
type DecisionRow = {
  readonly seq: number;
  readonly session: SessionId;
  readonly body: string;
  readonly sessionTitle: string | null;
  readonly agentId: AgentId;
};

/** The rows of decisions and of the rules made with them. To be written within a transaction. */
export class PermissionRows {
  readonly #log: Query<[SessionId, RequestId, string]>;
  readonly #cut: Query<[number]>;
  readonly #make: Query<[RuleId, AgentId, string, string, string, number, SessionId]>;
  readonly #use: Query<[number, RuleId]>;
  readonly #purge: Query<[SessionId]>;
  readonly #one: Query<[SessionId, RequestId], { body: string }>;

  constructor(database: Database) {
    this.#log = database.query('INSERT INTO decisions (session_id, request_id, body) VALUES (?, ?, ?)');
    this.#cut = database.query('DELETE FROM decisions WHERE seq <= (SELECT max(seq) FROM decisions) - ?');
    this.#make = database.query(MAKE_SQL);
    this.#use = database.query('UPDATE rules SET uses = uses + 1, used_at = ? WHERE id = ?');
    this.#purge = database.query('DELETE FROM decisions WHERE session_id = ?');
    this.#one = database.query('SELECT body FROM decisions WHERE session_id = ? AND request_id = ?');
  }

  write(session: SessionId, write: PermissionWrite): void {
    if (write.type === 'make') this.#makeRule(write.rule);
    else this.#decide(session, write.decision);
  }

  decision(session: SessionId, request: RequestId): Decision | undefined {
    const row = this.#one.get(session, request);
    return row && decisionOf(row.body);
  }

  purge(session: SessionId): void {
    this.#purge.run(session);
  }

  #decide(session: SessionId, decision: Decision): void {
    const command = decision.command?.slice(0, DECISION_COMMAND_CHARS_MAX).toWellFormed() ?? null;
    this.#log.run(session, decision.request, JSON.stringify({ ...decision, command }));
    this.#cut.run(DECISIONS_MAX);
    if (decision.by.kind === 'rule') this.#use.run(decision.at, decision.by.rule);
  }

  #makeRule({ id, agentId, folder, subject, madeAt, session }: Rule): void {
    this.#make.run(id, agentId, folder, subject.kind, textOf(subject), madeAt, session);
  }
}

/** What the rows of a file say of rules and decisions, and what a person does with its rules. */
export function createPermissionStore(database: Database): PermissionStore {
  const find = database.query<[AgentId, string, string, string], { id: RuleId }>(FIND_SQL);
  const ids = database.query<[], { id: RuleId }>('SELECT id FROM rules WHERE revoked_at IS NULL ORDER BY id');
  const lines = database.query<[], RuleRow>(RULES_SQL);
  const revoke = database.query<[number, RuleId]>('UPDATE rules SET revoked_at = ? WHERE id = ?');
  const forget = database.query<[number]>(FORGET_SQL);
  const restore = database.query<[RuleId]>('UPDATE OR IGNORE rules SET revoked_at = NULL WHERE id = ?');
  const known = database.query<[RuleId], { holds: number }>(
    'SELECT revoked_at IS NULL AS holds FROM rules WHERE id = ?',
  );
  const all = database.query<[number, number], DecisionRow>(DECISIONS_SQL.all);
  const own = database.query<[SessionId, number, number], DecisionRow>(DECISIONS_SQL.own);
  return {
    ruleFor: (agent, { folder, subject }) => find.get(agent, folder, subject.kind, textOf(subject))?.id,
    ruleIds: () => ids.all().map(({ id }) => id),
    rules: () => lines.all().map(lineOf),
    isRule(id) {
      const row = known.get(id);
      return row && (row.holds === 1 ? 'holds' : 'revoked');
    },
    revoke: (id, at): Result<void, DiskTrouble> =>
      database.write(true, () => {
        revoke.run(at, id);
        forget.run(REVOKED_MAX);
      }),
    restore: (id) => database.write(true, () => restore.run(id)),
    decisions({ session, before, limit }): DecisionsPage {
      const end = before ?? Number.MAX_SAFE_INTEGER;
      const rows = session === null ? all.all(end, limit + 1) : own.all(session, end, limit + 1);
      const decisions = rows.slice(0, limit).map(decisionLineOf);
      return { decisions, next: rows.length > limit ? (decisions.at(-1)?.seq ?? null) : null };
    },
  };
}

function textOf(subject: RuleSubject): string {
  switch (subject.kind) {
    case 'command':
      return subject.command;
    case 'tool':
      return subject.tool;
    case 'title':
      return subject.title;
    default:
      return assertNever(subject);
  }
}

function subjectOf(kind: RuleSubject['kind'], text: string): RuleSubject {
  switch (kind) {
    case 'command':
      return { kind, command: text };
    case 'tool':
      return { kind, tool: text as ToolKind };
    case 'title':
      return { kind, title: text };
    default:
      return assertNever(kind);
  }
}

function lineOf({ kind, subject, ...row }: RuleRow): RuleLine {
  const scope: RuleScope = { folder: row.folder, subject: subjectOf(kind, subject) };
  return { ...row, ...scope };
}

const decisionOf = (body: string) => JSON.parse(body) as Decision;

const decisionLineOf = ({ body, sessionTitle, ...row }: DecisionRow): DecisionLine => ({
  ...decisionOf(body),
  ...row,
  sessionTitle: sessionTitle ?? '',
});

/** The same rule made twice is one. */
const MAKE_SQL = `
  INSERT INTO rules (id, agent_id, folder, kind, subject, made_at, session_id) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;
export const FIND_SQL =
  'SELECT id FROM rules WHERE agent_id = ? AND folder = ? AND kind = ? AND subject = ? AND revoked_at IS NULL';
const RULES_SQL = `
  SELECT rules.id, rules.agent_id AS agentId, rules.folder, kind, subject, made_at AS madeAt,
    session_id AS session, json_extract(sessions.head, '$.title.text') AS sessionTitle, uses, used_at AS usedAt
  FROM rules LEFT JOIN sessions ON sessions.id = session_id
  WHERE revoked_at IS NULL ORDER BY rules.id DESC`;
const FORGET_SQL = `
  DELETE FROM rules WHERE revoked_at IS NOT NULL AND id NOT IN
    (SELECT id FROM rules WHERE revoked_at IS NOT NULL ORDER BY revoked_at DESC, id DESC LIMIT ?)`;
const pageSql = (where: string) => `
  SELECT seq, session_id AS session, body, json_extract(sessions.head, '$.title.text') AS sessionTitle,
    sessions.agent_id AS agentId
  FROM decisions JOIN sessions ON sessions.id = session_id
  WHERE ${where} seq < ? ORDER BY seq DESC LIMIT ?`;
export const DECISIONS_SQL = { all: pageSql(''), own: pageSql('decisions.session_id = ? AND') };
