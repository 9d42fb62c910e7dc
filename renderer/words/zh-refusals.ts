import type { Refusal } from '../../protocol/command.ts';
import type { AgentRefusal, FolderRefusal } from '../../protocol/contract.ts';
import { worded } from './worded.ts';
import { overBudget } from './zh-budget.ts';
import { answeredBefore } from './zh-permissions.ts';

const number = new Intl.NumberFormat('zh-CN');

export const refusal = worded<Refusal>({
  'unknown-session': () => '此会话已不存在，可能已被永久删除。',
  'session-exists': () => '已有相同编号的会话，但智能体或文件夹不同。',
  'session-deleted': () => '此会话已删除。请先恢复它。',
  'unknown-agent': ({ agentId }) => `没有智能体 @${agentId}。请在设置中添加。`,
  'folder-missing': ({ folder }) => `文件夹 ${folder} 不存在。请选择已有的文件夹。`,
  'empty-prompt': () => '请先写点内容。',
  'prompt-too-long': ({ maxChars }) =>
    `提示最多 ${number.format(maxChars)} 个字符。已保留你的文本；请把较长的部分放进文件。`,
  'attachments-too-large': ({ maxBytes }) =>
    `一条提示的所有文件合计最多 ${number.format(maxBytes / 1024 ** 2)} 兆字节。已保留你的文本；请先发送其中一部分。`,
  'unknown-attachment': ({ name }) => `${name} 已不再保留。已保留你的文本；请移除该文件后重新附加。`,
  'queue-full': ({ maxPrompts }) => `最多 ${maxPrompts} 条提示可以排队。已保留你的文本；请先取回一条。`,
  'queue-too-long': ({ maxChars }) => `排队的提示合计最多 ${number.format(maxChars)} 个字符。已保留你的文本。`,
  'not-queued': () => '此提示已不在排队：它已发送或被取回。',
  'empty-title': () => '标题至少需要一个字符。',
  'named-by-person': () => '此会话已由用户命名，名称保持不变。',
  'title-too-long': ({ maxChars }) => `标题最多 ${maxChars} 个字符。`,
  busy: () => '智能体正在工作。请停止它，或等它完成。',
  'nothing-running': () => '当前没有运行中的任务。',
  'not-waiting': () => '这一轮已不在等待。',
  'nothing-to-resume': () => '没有可以继续的内容。',
  'nothing-to-retry': () => '没有可以重新发送的提示。',
  'form-unfit': ({ fields }) => `这些值不符合要求：${fields.join('、')}。你填写的内容已保留。`,
  'already-answered': ({ verdict, by }) => `这个问题已经回答过了${answeredBefore(verdict, by)}。`,
  'not-rememberable': () => '这个请求不能生成规则。请改为允许一次。',
  'too-many-rules': ({ maxRules }) => `已有 ${number.format(maxRules)} 条规则。请在设置中撤回一条。`,
  'unknown-option': () => '智能体没有提供这个选项。',
  closed: () => 'Skein 正在关闭，不再接受操作。请重新启动后再次发送。',
  'session-hidden': () => '此会话属于另一个会话，请从那里打开。',
  'asker-stopping': () => '提出此请求的那一轮正在停止。',
  'unknown-parent': () => '所属的会话已不在这里。请先恢复它。',
  'unknown-turn': () => '对话的这一部分已不在这里：它已被回退。',
  'not-for-kind': ({ kind }) => (kind === 'side' ? '旁问不能这样更改。' : '只有独立的会话才能这样更改。'),
  'not-for-native': () => '它由智能体自己带领，不接受这里的操作。请告诉它上面的会话。',
  'native-unstoppable': ({ parent }) =>
    parent === null
      ? '智能体不允许停止它。它会自行结束，或随智能体的程序一起结束。'
      : `智能体不允许单独停止它。请改为停止“${parent}”。`,
  'children-busy': ({ titles }) => `其下的会话正在工作：${titles.join('、')}。请先停止它们。`,
  'too-many-branches': ({ maxBranches }) =>
    `一个会话最多有 ${number.format(maxBranches)} 个分支。请派生后继续；已保留你的文本。`,
  'too-many-children': ({ maxChildren }) => `一个会话最多有 ${number.format(maxChildren)} 个子会话。`,
  'over-budget': ({ over }) => overBudget(over),
  'budget-of-root': () => '此会话属于一棵会话树。预算请在树顶的会话中设置。',
  'too-many-asides': ({ maxAsides }) => `最多可同时打开 ${maxAsides} 个旁问。请先关闭一个。`,
  'already-held': ({ deleted }) =>
    deleted ? '此对话已在回收站里的一个会话中继续。请先恢复那个会话。' : '此对话已在这里的一个会话中继续。',
  'taking-over': () => '正在向智能体获取此前的内容。请等待，或停止获取。',
  'nothing-to-fetch': () => '没有可重新获取的内容：对话此后已继续。',
  'rolling-back': () => '此会话正在回退。请稍候。',
  'nothing-to-roll-back': () => '没有可以回退的内容。',
  'nothing-to-undo': () => '已无法撤销：它已被撤销，或时间太久。',
  'nothing-to-clear': () => '没有可以消除的内容。',
  'not-offered': ({ option }) => `智能体的“${option}”没有这个选项。请选择其他值。`,
  'disk-failing': ({ message }) => `未作任何更改：${message} 请腾出空间后重试。`,
});

export const agentRefusal = worded<AgentRefusal>({
  'agent-built-in': ({ agentId }) => `@${agentId} 是内置智能体。请换一个代号。`,
  'agent-in-use': ({ agentId }) => `@${agentId} 正在运行。请先停止它。`,
  'unknown-agent': ({ agentId }) => `没有智能体 @${agentId}。`,
  'disk-failing': ({ message }) => `未作任何更改：${message} 请腾出空间后重试。`,
});

export const folderRefusal = worded<FolderRefusal>({
  'folder-unreadable': ({ folder, reason }) => `无法读取 ${folder}：${reason}`,
});
