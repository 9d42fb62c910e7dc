/*
 * Simplified Chinese. One English word is one Chinese word everywhere:
 *
 *   agent 智能体        session 会话       prompt 提示        reply 回复         turn 轮次
 *   transcript 对话记录  runbook 运行手册    plan 计划          tool 工具          thought 思考
 *   permission 许可     folder 文件夹      command 命令       argument 参数      environment 环境变量
 *   handle 代号         host 后台          window 窗口        address 网址       connection 连接
 *   queue, line 排队    running 运行中     stop 停止          resume 继续        retry 重试
 *   settings 设置       general 通用       theme 主题         token 词元         character 字符
 *   key 按键            keyboard 键盘      shortcut 快捷键     scope 范围         motion 动态效果
 *
 * Names stay as they are: Skein, Playbook, Markdown, Git, ACP, Agent Client Protocol, HTTP. A blank stands between
 * Chinese and Latin letters or digits; punctuation is full-width, and quotes are “ ”.
 */
import type { Activity } from '../../protocol/activity.ts';
import type { AgentAbility } from '../../protocol/agent.ts';
import type { ToolStatus } from '../../protocol/item.ts';
import type { Failure, Outcome, StartWait } from '../../protocol/turn.ts';
import type { DeniedReason } from '../bridge/bridge.ts';
import type { LanguageChoice } from '../stores/language.ts';
import type { Motion, Theme } from '../stores/window.ts';
import type { PlainNotice } from './en.ts';
import { worded } from './worded.ts';
import type { Words } from './words.ts';
import { zhAgentForm } from './zh-agent-form.ts';
import { zhAttachments } from './zh-attachments.ts';
import { zhAttention } from './zh-attention.ts';
import { zhBranches } from './zh-branches.ts';
import { zhBudget } from './zh-budget.ts';
import { zhCatalog } from './zh-catalog.ts';
import { zhChildren } from './zh-children.ts';
import { zhCompletion } from './zh-completion.ts';
import { zhComposer } from './zh-composer.ts';
import { zhFamily } from './zh-family.ts';
import { formFault, zhForms } from './zh-forms.ts';
import { zhKeys } from './zh-keys.ts';
import { zhLife } from './zh-life.ts';
import { zhLists } from './zh-lists.ts';
import { zhOptions } from './zh-options.ts';
import { zhPermissions } from './zh-permissions.ts';
import { zhPills } from './zh-pills.ts';
import { agentRefusal, folderRefusal, refusal } from './zh-refusals.ts';
import { zhRunbooks } from './zh-runbooks.ts';
import { zhSignIn } from './zh-sign-in.ts';
import { zhTakeOver } from './zh-take-over.ts';
import { zhTree } from './zh-tree.ts';
import { zhUsage } from './zh-usage.ts';

const number = new Intl.NumberFormat('zh-CN');

const failures: { readonly [Code in Failure['code']]: string } = {
  'agent-missing': '找不到智能体的命令。请在设置中检查。',
  'agent-start': '智能体未能启动。它最后的输出见下方。',
  'agent-sign-in': '智能体要求先登录。',
  'secret-missing': '智能体需要的一个密钥尚未设置。请在该智能体的设置中填写，然后重试。',
  'secret-sealed':
    '智能体需要的一个密钥由桌面应用存放在系统密钥库中，此处无法读取。请在该智能体的设置中重新填写，或使用桌面应用。',
  'agent-crashed': '智能体在轮次中途退出。已写出的内容均已保留。',
  'agent-silent': '智能体没有及时响应。已写出的内容均已保留。',
  'agent-error': '智能体返回了错误。已写出的内容均已保留。',
  'agent-protocol': '智能体使用的协议版本不受 Skein 支持。',
  'attachment-unreadable': '提示附带的文件已无法读取。请重新附加。',
  'over-budget': '等待轮到时，会话树的预算已用完。没有发送任何内容；请提高预算，然后重试。',
  'folder-missing': '工作文件夹已不存在。请先恢复它，然后重试。',
};

const activities: { readonly [Kind in Activity['kind']]: string } = {
  idle: '空闲',
  finished: '已完成',
  queued: '排队中',
  starting: '正在启动',
  waiting: '等待智能体',
  awaiting: '等待子会话',
  'rate-limited': '等待服务方',
  running: '运行中',
  asking: '等待回答',
  stopping: '正在停止',
  stopped: '已停止',
  interrupted: '已中断',
  failed: '失败',
};

const startWaits: { readonly [Kind in StartWait['kind']]: string } = {
  crashes: '智能体接连多次意外退出，稍后将重新启动',
  room: '正在等待其他智能体的程序结束',
};

const outcomes: { readonly [Kind in Outcome['kind']]: string } = {
  completed: '已完成',
  'cut-short': '智能体提前结束',
  stopped: '已停止。已写出的内容均已保留。',
  interrupted: '已中断：智能体工作时 Skein 退出了。已写出的内容均已保留。',
  failed: '失败',
};

const cutShort: { readonly [Reason in Extract<Outcome, { kind: 'cut-short' }>['reason']]: string } = {
  'max-tokens': '智能体提前结束：已达到词元上限。',
  'max-requests': '智能体提前结束：已达到模型请求次数上限。',
  refusal: '智能体拒绝继续。',
};

const interruptedBy: { readonly [By in Required<Extract<Outcome, { kind: 'interrupted' }>>['by']]: string } = {
  'agent-ended': '已中断：带领它的智能体程序已结束。已写出的内容均已保留。',
  'agent-unsure': '已中断：带领它的智能体不再说明它在做什么。已写出的内容均已保留。',
};

const outcome = (ended: Outcome) => {
  if (ended.kind === 'interrupted' && ended.by !== undefined) return interruptedBy[ended.by];
  return ended.kind === 'cut-short' ? cutShort[ended.reason] : outcomes[ended.kind];
};

const TAKEN_OVER: { readonly [History in Extract<PlainNotice, { code: 'taken-over' }>['history']]: string } = {
  fetched: '已从智能体接管：此前的内容取自智能体',
  untold: '已从智能体接管：智能体记得此前的内容，但不会复述',
  incomplete: '已从智能体接管：此前的内容不完整',
};

const notice = worded<PlainNotice>({
  'set-to-work': () => '带领它的智能体让它开始工作',
  resumed: () => '已从上一轮次结束处继续',
  'handed-over': () => '智能体无法加载此对话；已将对话记录交给新的对话',
  'taken-over': ({ history }) => TAKEN_OVER[history],
  forked: () => '智能体在它自己的对话副本中继续',
  'not-rolled-back': ({ stuck, stopped }) =>
    `没有回退：${stuck.join('、')} 未能及时停止。${stopped.length > 0 ? `已停止：${stopped.join('、')}。` : ''}`,
  heavy: ({ bytes }) => `智能体的程序已占用 ${(bytes / 1024 ** 3).toFixed(1)} 吉字节内存。`,
  'form-refused': ({ fault }) => formFault(fault),
  'sent-as-links': ({ names }) => `此智能体无法查看图片，仅获知了图片的位置：${names.join('、')}`,
  'option-refused': ({ option, text }) => `智能体没有采用对“${option}”的选择：${text}`,
});

const toolStatuses: { readonly [Status in ToolStatus]: string } = {
  pending: '等待中',
  running: '运行中',
  done: '完成',
  failed: '失败',
  stopped: '已停止',
};

const heldReasons: { readonly [Why in Parameters<Words['held']>[0]]: string } = {
  stopped: '已暂缓，因为轮次被停止。',
  failed: '已暂缓，因为轮次失败。',
  interrupted: '已暂缓，因为 Skein 中途退出。',
  'over-budget': '已暂缓：会话树的预算已用完。',
};

const denied: { readonly [Reason in DeniedReason]: string } = {
  'code-used': '此网址已经打开过；每个网址只能使用一次。',
  'code-unknown': '此网址已过期，或不属于这个后台。',
  'credential-unknown': '此窗口打开之后，Skein 已重新启动。',
  'no-code': '此窗口的网址缺少进入所需的代码。',
};

const abilities: { readonly [Ability in AgentAbility]: string } = {
  load: '加载对话',
  fork: '复制对话',
  resume: '继续对话',
  list: '列出对话',
  close: '关闭对话',
  delete: '删除对话',
  images: '图片',
  context: '提示中附带文件',
  'http-tools': '通过 HTTP 使用工具',
};

/** A language is called what its speakers call it. */
const languages: { readonly [Choice in LanguageChoice]: string } = {
  system: '跟随系统',
  en: 'English',
  zh: '简体中文',
};

const themes: { readonly [Name in Theme]: string } = { system: '跟随系统', light: '浅色', dark: '深色' };

const motions: { readonly [Name in Motion]: string } = { system: '跟随系统', reduced: '静止' };

/** Everything that Skein says, in Simplified Chinese. */
export const zh = {
  locale: 'zh-CN',
  app: 'Skein',
  number: (n) => number.format(n),
  refusal,
  agentRefusal,
  folderRefusal,
  failure: (failure) => failures[failure.code],
  activity: (activity) =>
    activity.kind === 'queued'
      ? `排队中，第 ${activity.place} 位`
      : activity.kind === 'starting' && activity.wait
        ? startWaits[activity.wait.kind]
        : activities[activity.kind],
  outcome,
  onlyItsAgent: '它由智能体自己带领，不接受提示。可以旁问。',
  stopAbove: '停止它上面的会话',
  notice,
  toolStatus: (status) => toolStatuses[status],
  denied: (reason) => denied[reason],
  ability: (ability) => abilities[ability],
  theme: (theme) => themes[theme],
  language: (choice) => languages[choice],
  motion: (motion) => motions[motion],

  notConnected: 'Skein 目前未连接到后台。你的文本已保留；请稍后重试。',
  hostBroke: '后台出错。未作任何更改；详情见后台日志。',
  reconnecting: '与后台的连接已断开，正在重新连接……当前显示的是最后已知的状态。',
  deniedTitle: '此窗口需要新的网址',
  deniedHelp: '在运行 Skein 的终端中，用以下命令可获得新网址：',
  diskFailing: (message) => `${message} 腾出空间之前，智能体将暂停运行；不会丢失任何内容。`,
  broke: '此窗口出错了',
  brokeHelp: '你的会话保存在后台，安全无恙。重新加载即可继续。',
  reload: '重新加载',

  sessions: '会话',
  hideSidebar: '隐藏侧边栏',
  showSidebar: '显示侧边栏',
  newSession: '新建会话',
  noSessions: '会话会按文件夹分组显示在这里。',
  running: (n) => `${number.format(n)} 个运行中`,
  waiting: (n) => `${number.format(n)} 个等你回答`,
  nothingRunning: '没有运行中的智能体',
  settings: '设置',
  untitled: '未命名会话',
  rename: '重命名',
  delete: '删除',
  deleted: (title) => `已删除“${title}”。`,
  undo: '撤销',
  dismiss: '知道了',
  back: '后退',
  forward: '前进',
  loadingMore: '正在加载更早的会话……',
  justNow: '刚刚',
  minutesAgo: (n) => `${n} 分钟`,
  hoursAgo: (n) => `${n} 小时`,
  daysAgo: (n) => `${n} 天`,

  firstTitle: '开始你的第一个会话',
  startTitle: '开始会话',
  firstHelp: '选择文件夹，选择智能体，说明你想做什么。一切都留在这台计算机上。',
  tour: '试试导览运行手册',
  agentsHere: '这台计算机上的智能体',
  playbookHelp: '执行 Markdown 运行手册。内置：无需密钥，无需网络。',
  ready: '就绪',
  use: '使用',
  anythingElse: '其他支持 ACP 的程序同样可用。',
  addCommand: '添加自定义命令',

  agent: '智能体',
  folder: '文件夹',
  recentFolders: '最近使用的文件夹',
  browse: '浏览',
  hideBrowser: '收起列表',
  parentFolder: '上级文件夹',
  noFolders: '这里没有文件夹。',
  moreFolders: '还有未显示的文件夹；请直接输入路径。',
  firstPrompt: '第一条提示',
  firstPromptHint: '你想做什么？也可以稍后再写。',
  start: '开始',
  starting: '正在开始……',
  cancel: '取消',
  close: '关闭',
  chooseFolderFirst: '请先选择文件夹。',
  chooseAgentFirst: '请先选择智能体。',

  transcript: '对话记录',
  loading: '正在加载……',
  emptySession: (agent) => `说说你想做什么。${agent} 会在上方的文件夹中工作。`,
  you: '你',
  reply: '回复',
  said: (name) => `${name} 说`,
  thought: (seconds) => `思考了 ${number.format(seconds)} 秒`,
  thinking: '正在思考',
  newBelow: '下方有新内容',
  jumpToStart: '跳到开头',
  olderItems: '正在加载更早的内容……',
  newerItems: '正在加载更新的内容……',
  omitted: (n) => `此处有 ${number.format(n)} 个字符未显示。`,
  loadOmitted: '加载',
  someEarlierLines: '更早的行',
  earlierLines: (n) => `前面还有 ${number.format(n)} 行`,
  fewerLines: '只显示最新的几行',
  exitCode: (code) => `退出码 ${code}`,
  signal: (name) => `被 ${name} 终止`,
  interruptTerminal: '中断此命令',
  openInViewer: '在查看器中打开',
  outputOf: (title) => `${title} 的输出`,
  positionInOutput: '在输出中的位置',
  outputPosition: (at, length, percent) =>
    `第 ${number.format(at)} 个字符，共 ${number.format(length)} 个 · ${percent}%`,
  toOutputStart: '转到开头',
  toOutputEnd: '转到末尾',
  partNotLoaded: '无法加载输出的这一部分。',
  input: '输入',
  output: '输出',
  copy: '复制',
  copied: '已复制',
  expand: '展开',
  collapse: '收起',
  moreDiffLines: (n) => `此更改还有 ${number.format(n)} 行未显示。`,
  resume: '继续',
  retry: '重试',
  lastWords: '智能体最后的输出',

  plan: '计划',
  planDone: (done, all) => `已完成 ${done} / ${all}`,
  showPanel: '显示计划',
  hidePanel: '隐藏计划',

  wantsToRun: '想运行一条命令',
  wantsTo: '请求许可',
  oneOf: (place, all) => `第 ${place} 个，共 ${all} 个`,

  prompt: '提示',
  promptHint: (agent) => `告诉 ${agent} 要做什么`,
  send: '发送',
  stop: '停止',
  sends: '发送',
  newLine: '换行',
  stops: '停止',

  agents: '智能体',
  agentsHelp: '支持 Agent Client Protocol 的程序。',
  general: '通用',
  keyboard: '键盘',
  about: '关于',
  builtIn: '内置，无法移除。',
  addCustom: '添加自定义',
  newAgent: '添加自定义智能体',
  editAgent: (handle) => `编辑 @${handle}`,
  edit: '编辑',
  remove: '移除',
  removedAgent: (handle) => `已移除 @${handle}。它的会话仍可阅读。`,
  handle: '代号',
  handleHelp: '小写字母、数字和连字符。',
  name: '名称',
  command: '命令',
  arguments: '参数',
  argumentsHelp: '每行一个。',
  environment: '环境变量',
  environmentHelp: '每行一个，写作“名称=值”。会加入 Skein 自身的环境变量。',
  test: '测试',
  testing: '正在测试……',
  testWorks: (name, version, ms) => `${name} ${version} 在 ${number.format(ms)} 毫秒内作出响应。`,
  save: '保存',
  badHandle: '代号须以字母开头，只含小写字母、数字和连字符，最多 32 个字符。',
  badName: '智能体需要名称，最多 64 个字符。',
  badCommand: '缺少命令。',
  tooLong: (field) => `${field}：超出了智能体可接受的长度。`,
  badEnvironment: (line) => `“${line}”不是“名称=值”的形式。`,
  themeTitle: '主题',
  languageTitle: '语言',
  motionTitle: '动态效果',
  motionHelp: '工作中的图标会旋转，打开的内容会淡入。',
  version: '版本',
  dataFolder: '数据文件夹',

  // Queue
  queueAction: '排队',
  queues: '排队',
  steers: '停止并发送',
  queued: '排队的提示',
  next: '下一条',
  afterNext: '随后',
  editQueued: '在输入框中修改',
  steerQueued: '停止并立即发送这条',
  removeQueued: '移除',
  release: '继续发送',
  held: (why) => heldReasons[why],

  // Palette
  jump: '搜索或跳转……',
  palette: '搜索与命令',
  paletteHint: '搜索会话、文件夹和命令；输入 > 只看命令',
  results: '结果',
  matches: (n) => `${number.format(n)} 个结果`,
  noMatches: '没有匹配项。',
  olderNotSearched: '更早的会话要等列表加载后才能搜到：请将列表滚动到底。',
  recentSessions: '最近的会话',
  commands: '命令',
  newSessionIn: (folder) => `在 ${folder} 中新建会话`,
  stopTurn: '停止智能体',
  renameThisSession: '重命名此会话',
  deleteThisSession: '删除此会话',
  settingsPage: (page) => `设置：${page}`,
  themeCommand: (theme) => `主题：${theme}`,

  ...zhForms,
  ...zhKeys,
  ...zhBranches,
  ...zhAttention,
  ...zhAgentForm,
  ...zhCatalog,
  ...zhLists,
  ...zhComposer,
  ...zhCompletion,
  ...zhAttachments,
  ...zhChildren,
  ...zhFamily,
  ...zhLife,
  ...zhTree,
  ...zhPills,
  ...zhTakeOver,
  ...zhOptions,
  ...zhRunbooks,
  ...zhBudget,
  ...zhUsage,
  ...zhSignIn,
  ...zhPermissions,
} as const satisfies Words;
