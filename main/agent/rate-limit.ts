import type { RateLimit } from '../../protocol/head.ts';
import type { AgentUpdate } from '../session/update.ts';
import { numberAt, type Shape, shapeAt, textAt } from './shape.ts';

/** How Codex begins what it says of a limit, and how its provider says when it is over. */
const CODEX_LIMIT = /^rate limit exceeded\b/i;
const CODEX_DELAY = /\btry again in (\d+(?:\.\d+)?) ?(ms|s|m)\b/i;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/**
 * What an update says of its provider taking no requests. The protocol has no word for it; two agents tell beside it:
 * Claude in `_meta["_claude/rateLimit"]` of a usage update, Codex in `_meta.codex.error` of a session info update.
 */
export function limitOf(update: Shape, now: number): readonly AgentUpdate[] {
  const meta = shapeAt(update, '_meta');
  const limit =
    claudeLimit(shapeAt(meta, '_claude/rateLimit')) ?? codexLimit(shapeAt(shapeAt(meta, 'codex'), 'error'), now);
  return limit ? [{ type: 'limit', limit }] : [];
}

/** `resetsAt` is in epoch seconds. A plan that goes on at extra cost is not held up. */
function claudeLimit(info: Shape): RateLimit | undefined {
  if (info['status'] !== 'rejected' || info['isUsingOverage'] === true) return undefined;
  const seconds = numberAt(info, 'resetsAt');
  return { until: seconds === undefined ? null : Math.round(seconds * 1_000) };
}

/** Only while it tries again by itself; `codexErrorInfo` then speaks of a lost stream. */
function codexLimit(error: Shape, now: number): RateLimit | undefined {
  const details = textAt(error, 'additionalDetails') ?? '';
  if (error['willRetry'] !== true || !CODEX_LIMIT.test(details)) return undefined;
  const [, count, unit = ''] = CODEX_DELAY.exec(details) ?? [];
  const ms = Number(count) * (UNIT_MS[unit.toLowerCase()] ?? Number.NaN);
  return { until: Number.isFinite(ms) ? Math.round(now + ms) : null };
}
