import type { OverBudget } from '../../protocol/budget.ts';
import type { enBudget } from './en-budget.ts';
import { limitsIn } from './limits.ts';

const figures = limitsIn('zh-CN', (n) => `${n} 分钟`);

/** 会话树的预算用语。 */
export const zhBudget: typeof enBudget = {
  budget: '预算',
  budgetOf: (title) => `“${title}”及其下所有会话`,
  budgetHelp:
    '计入此会话及其下的每个会话，包括已删除的。达到上限时，正在运行的轮次不会被中断；下一条提示或子会话会被拒绝。',
  budgetMeter: (figures) => `预算：${figures}`,
  budgetNearly: '即将达到',
  budgetReached: '已达到',
  budgetSoFar: (used) => `目前 ${used}`,
  budgetPart: (used, max) => `${used} / ${max}`,
  budgetLimit: (limit) => limits[limit],
  budgetUnit: (limit) => units[limit],
  budgetWrong: (limit) => wrong[limit],
  budgetOverNow: '已达到：提高之前无法发送任何内容。',
  budgetGrown: '已达到：无法再派生会话。',
  noLimit: '不限',
  currency: '货币',
  costUnreported: (currency) => `此树中还没有智能体以 ${currency} 报告费用；在此之前，这一上限不起作用。`,
  tokensUnreported: '此树中还没有智能体报告词元数；在此之前，这一上限不起作用。',
  raiseBudget: '提高预算……',
  newTreesTitle: '新会话树的预算',
  newTreesHelp: '从第一个子会话起，一个会话连同它派生的所有会话可以使用的总量。已有预算的会话树保持不变。',
};

const limits: { readonly [Limit in OverBudget['limit']]: string } = {
  children: '下属会话',
  depth: '下属层数',
  tokens: '词元',
  cost: '费用',
  timeMs: '工作时间',
};
const units: { readonly [Limit in OverBudget['limit']]: string } = {
  children: '个会话',
  depth: '层',
  tokens: '个词元；也可以写 500k 或 2M',
  cost: '按智能体报告的金额',
  timeMs: '分钟，只计其中任一会话有轮次的时间',
};
const wrong: { readonly [Limit in OverBudget['limit']]: string } = {
  children: '请填写不超过 100,000 的整数，或留空。',
  depth: '请填写不超过 1,000 的整数，或留空。',
  tokens: '请填写整数，例如 250000、500k 或 2M，或留空。',
  cost: '请填写金额，例如 5 或 2.50，或留空。',
  timeMs: '请填写分钟数，或留空。',
};

export function overBudget(over: OverBudget): string {
  const { max, used } = figures(over);
  return `${stands[over.limit](used, max)}没有发送或启动任何内容。请提高会话树的预算后继续。`;
}

const stands: { readonly [Limit in OverBudget['limit']]: (used: string, max: string) => string } = {
  children: (used, max) => `此会话树的首个会话之下已有过 ${used} 个会话，上限为 ${max} 个。`,
  depth: (_, max) => `此会话树在首个会话之下最多 ${max} 层。`,
  tokens: (used, max) => `此会话树已使用 ${used} 个词元，上限为 ${max} 个。`,
  cost: (used, max) => `此会话树已花费 ${used}，上限为 ${max}。`,
  timeMs: (used, max) => `此会话树已工作 ${used}，上限为 ${max}。`,
};
