import type { ToolKind } from '../../protocol/item.ts';
import type { DecidedBy, PermissionOption, PermissionPolicy, RuleRefusal, Verdict } from '../../protocol/permission.ts';
import type { Decider, DecisionTale, enPermissions } from './en-permissions.ts';
import { worded } from './worded.ts';

const policyNames: { readonly [Policy in PermissionPolicy]: string } = {
  ask: '询问',
  reads: '允许读取',
  edits: '允许编辑',
  all: '全部允许',
};

const policyHelps: { readonly [Policy in PermissionPolicy]: string } = {
  ask: '智能体的每个请求都由你答复。',
  reads: '在文件夹内读取和搜索无需答复，其余都会询问。',
  edits: '在文件夹内读取、搜索和编辑无需答复，其余都会询问。',
  all: '什么都不询问：命令、删除和网络访问会立即执行，范围是整台计算机。',
};

const optionNames: { readonly [Kind in PermissionOption['kind']]: string } = {
  'allow-once': '允许一次',
  'allow-always': '始终允许（由智能体记住）',
  'reject-once': '拒绝',
  'reject-always': '始终拒绝（由智能体记住）',
};

const toolNames: { readonly [Kind in ToolKind]: string } = {
  read: '读取文件',
  search: '搜索',
  edit: '编辑文件',
  delete: '删除文件',
  move: '移动文件',
  run: '运行命令',
  think: '思考',
  compact: '压缩对话',
  fetch: '从网络获取',
  other: '其他操作',
};

const nobody: { readonly [By in Decider]?: string } = {
  stop: '未答复：轮次已停止',
  agent: '未答复：智能体收回了请求',
  'turn-ended': '未答复：轮次已结束',
  'host-ended': '未答复：Skein 已退出',
};

const verdicts: { readonly [Kind in Verdict]: string } = {
  once: '已允许',
  always: '已始终允许',
  rejected: '已拒绝',
  cancelled: '未答复',
};

function decided({ verdict, by, made }: DecisionTale): string {
  const unanswered = nobody[by];
  if (unanswered !== undefined) return unanswered;
  if (by === 'rule') return '由规则允许';
  if (by === 'own-tool') return '已允许：这是 Skein 自带的工具，需要时会自行询问';
  if (by !== 'you' && by !== 'other-window') return `由策略“${policyNames[by as PermissionPolicy]}”允许`;
  const did = {
    once: '允许了此操作',
    always: made ? '允许在此始终如此' : '始终允许如此（由智能体记住）',
    rejected: '拒绝了此操作',
    cancelled: '未答复',
  }[verdict];
  return by === 'you' ? `你${did}` : `你在另一个窗口中${did}`;
}

const byWhom: { readonly [By in DecidedBy['kind']]: string } = {
  person: '在某个窗口中',
  policy: '由策略',
  rule: '由规则',
  'own-tool': '由 Skein',
  stop: '因轮次停止',
  agent: '因智能体收回',
  'turn-ended': '因轮次结束',
  'host-ended': '因退出',
};

/** What a second answer is told of the first. */
export const answeredBefore = (verdict: Verdict | undefined, by: DecidedBy | undefined): string =>
  verdict && by ? `：${byWhom[by.kind]}${verdicts[verdict]}` : '';

const number = new Intl.NumberFormat('zh-CN');

const ruleRefusal = worded<RuleRefusal>({
  'unknown-rule': () => '这条规则已不在这里：它已被撤回。',
  'too-many-rules': ({ maxRules }) => `已有 ${number.format(maxRules)} 条规则。请先撤回一条。`,
  'disk-failing': ({ message }) => `未作任何更改：${message} 请腾出空间后重试。`,
});

export const zhPermissions: typeof enPermissions = {
  permissions: '许可',
  policy: (policy) => policyNames[policy],
  policyHelp: (policy) => policyHelps[policy],
  defaultPolicy: '新会话',
  defaultPolicyHelp: '在会话中另作选择之前，无需询问即可进行的操作。',
  allowAllTitle: '全部允许？',
  allowAllText: '智能体将不经询问就运行命令、更改和删除文件并使用网络，文件夹之外也一样。你只能在事后看到它做了什么。',
  allowAllHere: '在你另作选择之前，此会话一直如此。',
  allowAllByDefault: '今后每个新会话都会如此。',
  allowAllYes: '全部允许',
  optionName: (kind) => optionNames[kind],
  alwaysHere: '在此始终允许',
  agentKeeps: (said) => `${said}。由智能体自行保存：可能在其他会话和文件夹中同样有效，且不在此处的规则列表中。`,
  alwaysHereHelp: (what, agent, folder) =>
    `今后 @${agent} 在 ${folder} 中进行此操作时不再询问：${what}。可以在设置中撤回。`,
  ruleSubject: (subject) =>
    subject.kind === 'tool' ? toolNames[subject.tool] : subject.kind === 'command' ? subject.command : subject.title,
  decided,
  alwaysInTree: (agent) =>
    `“在此始终允许”对此文件夹中的 @${agent} 有效，在整个会话树内外都一样。其他智能体和其他文件夹仍会询问。`,
  needsAnswer: '需要回答',
  showChild: (way) => `前往 ${way}`,
  waitingHere: (open) => `${open} 个请求等待你处理`,
  askedHere: '此会话',
  asksMore: (more) => `另有 ${more} 个`,
  asksBelow: (open) => `其下有 ${open} 个请求需要回答`,
  policyInherited: (parent, held) => `继承自 ${parent}：${held}`,
  policyInheritedHelp: '与父会话相同，并随之改变。',
  widerTitle: '允许的比父会话更多？',
  widerText: (parent, held) => `“${parent}”设为“${held}”。它的智能体可以在这里做到它自己必须先询问的事。`,
  allowAllWider: (parent, held) =>
    `“${parent}”设为“${held}”，因此它的智能体可以在这里做到它自己必须先询问的事。在你另作选择之前，一直如此。`,
  revoke: '撤回',
  revokeRule: (what) => `撤回：${what}`,
  revoked: '已撤回，今后会再次询问。',
  ruleRefusal,
  rules: '规则',
  noRules: '没有记住任何许可。在智能体的请求上选择“在此始终允许”会生成一条规则，并列在这里。',
  rulesHelp: '规则允许的操作不再询问。撤回后立即恢复询问。',
  ruleMade: (when, session) => `${when}，创建于“${session}”`,
  ruleMadeGone: (when) => `${when}，创建于已不存在的会话`,
  ruleUsed: (times, when) => `使用过 ${times} 次，最近一次：${when}`,
  ruleUnused: '尚未使用',
  decisions: '决定',
  noDecisions: '还没有决定过任何请求。',
  decisionsOf: '会话',
  allSessions: '所有会话',
  moreDecisions: '显示更早的',
};
