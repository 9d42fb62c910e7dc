import { describe, expect, test } from 'vitest';
import { translate } from '../../main/agent/translate.ts';

const NOW = 1_700_000_000_000;
const context = { now: () => NOW, terminal: () => ({ command: '', folder: '' }), unknown: () => undefined };
const limits = (update: object) => translate({ ...update }, context).filter((one) => one.type === 'limit');

describe('[S3.7] Claude', () => {
  const news = (info: object) => ({
    sessionUpdate: 'usage_update',
    used: 5,
    size: 9,
    _meta: { '_claude/rateLimit': info },
  });

  test('[S3.7] says until when, in seconds, beside its usage', () => {
    const update = news({ status: 'rejected', resetsAt: 1_774_918_800, rateLimitType: 'five_hour' });
    expect(translate(update, context)).toEqual([
      { type: 'usage', usage: { usedTokens: 5, sizeTokens: 9, cost: null } },
      { type: 'limit', limit: { until: 1_774_918_800_000 } },
    ]);
    expect(limits(news({ status: 'rejected' }))).toEqual([{ type: 'limit', limit: { until: null } }]);
  });

  test('[S3.7] a plan that is nearly used up, or goes on at extra cost, holds nothing up', () => {
    const resetsAt = 1_774_918_800;
    for (const status of ['allowed', 'allowed_warning']) expect(limits(news({ status, resetsAt }))).toEqual([]);
    expect(limits(news({ status: 'rejected', resetsAt, isUsingOverage: true }))).toEqual([]);
  });
});

describe('[S3.7] Codex', () => {
  const news = (error: object) => ({ sessionUpdate: 'session_info_update', _meta: { codex: { error } } });
  const lost = {
    message: 'Reconnecting... 1/5',
    codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: null } },
    willRetry: true,
  };
  const limit = 'rate limit exceeded: Rate limit reached for gpt on tokens per min (TPM): Limit 30000.';

  test.each([
    [`${limit} Please try again in 1.5s.`, NOW + 1_500],
    [`${limit} Please try again in 820ms.`, NOW + 820],
    [`${limit} Please try again in 2m.`, NOW + 120_000],
    [limit, null],
  ])('[S3.7] says in its details that it tries again after a limit, and when: %s', (additionalDetails, until) => {
    expect(limits(news({ ...lost, additionalDetails }))).toEqual([{ type: 'limit', limit: { until } }]);
  });

  test('[S3.7] a stream that was lost, and what it gives up on, is no limit', () => {
    expect(limits(news({ ...lost, additionalDetails: limit, willRetry: false }))).toEqual([]);
    for (const additionalDetails of [null, 'stream disconnected before completion: no rate limit exceeded']) {
      expect(limits(news({ ...lost, additionalDetails }))).toEqual([]);
    }
  });
});
