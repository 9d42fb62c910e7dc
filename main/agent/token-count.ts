import { NO_TOKENS, type TokenKind, type Tokens } from '../../protocol/usage.ts';
import { countAt, type Shape, shapeAt, shapesAt } from './shape.ts';

/** Models that one turn is reported to have used; more is noise. */
const MODELS_MAX = 64;

/**
 * What agents call their counts. The first name is the protocol's own (`Usage` in its unstable schema); the others are
 * what Claude, Codex and Gemini write in `_meta.quota`.
 */
const NAMES: { readonly [Kind in TokenKind]: readonly string[] } = {
  input: ['inputTokens', 'input_tokens'],
  output: ['outputTokens', 'output_tokens'],
  cachedRead: ['cachedReadTokens', 'cachedInputTokens'],
  cachedWrite: ['cachedWriteTokens', 'cacheWriteInputTokens'],
  thought: ['thoughtTokens', 'reasoningOutputTokens'],
  total: ['totalTokens', 'total_tokens'],
};
const KINDS = Object.keys(NAMES) as readonly TokenKind[];

/**
 * The tokens of a turn, from the answer to its prompt: `usage`, or `_meta.quota` with a count for the turn and one for
 * each model. Agents count the turn alone in all of them. The fullest is taken: only the counts by model have what
 * agents inside the agent used. Null when the answer says nothing of tokens.
 */
export function tokensOf(answer: Shape): Tokens | null {
  const quota = shapeAt(shapeAt(answer, '_meta'), 'quota');
  const models = shapesAt(quota, 'model_usage', MODELS_MAX) ?? [];
  const counts = [
    countOf(shapeAt(answer, 'usage')),
    countOf(shapeAt(quota, 'token_count')),
    models.map((model) => countOf(shapeAt(model, 'token_count'))).reduce(added, NO_TOKENS),
  ];
  const fullest = counts.reduce((best, count) => ((count.total ?? -1) > (best.total ?? -1) ? count : best));
  return KINDS.some((kind) => fullest[kind] !== null) ? fullest : null;
}

function countOf(shape: Shape): Tokens {
  const at = (kind: TokenKind) => NAMES[kind].map((name) => countAt(shape, name)).find((n) => n !== undefined) ?? null;
  const count: Tokens = { ...NO_TOKENS, ...Object.fromEntries(KINDS.map((kind) => [kind, at(kind)])) };
  return { ...count, total: count.total ?? totalOf(count) };
}

/** Thoughts are left out: most agents have them among the output. */
function totalOf({ input, output, cachedRead, cachedWrite }: Tokens): number | null {
  if (input === null || output === null) return null;
  return input + output + (cachedRead ?? 0) + (cachedWrite ?? 0);
}

function added(sum: Tokens, more: Tokens): Tokens {
  const of = (kind: TokenKind) => (more[kind] === null ? sum[kind] : (sum[kind] ?? 0) + more[kind]);
  return { ...sum, ...Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) };
}
