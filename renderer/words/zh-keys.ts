import type { JsonNeed, KeybindingsRefusal } from '../../protocol/keybindings.ts';
import type { KeyProblem } from '../keys/resolve.ts';
import type { Scope } from '../keys/scopes.ts';
import type { StrokeMistake } from '../keys/stroke.ts';
import type { CommandId } from '../keys/table.ts';
import { worded } from './worded.ts';
import type { Words } from './words.ts';

const number = new Intl.NumberFormat('zh-CN');

const commandNames: { readonly [Id in CommandId]: string } = {
  'palette.open': '搜索与命令',
  'session.new': '新建会话',
  'session.takeOver': '接管会话……',
  'session.rename': '重命名会话',
  'session.delete': '删除会话',
  'attention.next': '前往下一个需要你处理的会话',
  'budget.open': '预算……',
  'session.clear': '清空对话……',
  'turn.stop': '停止智能体',
  'turn.stopTree': '停止智能体及其下所有会话',
  'trail.back': '后退',
  'trail.forward': '前进',
  'sidebar.toggle': '显示或隐藏侧栏',
  'plan.toggle': '显示或隐藏计划',
  'tree.toggle': '显示或隐藏会话树',
  'tree.next': '前往同级的下一个智能体',
  'tree.previous': '前往同级的上一个智能体',
  'tree.up': '前往启动它的智能体',
  'tree.down': '前往它下方的第一个智能体',
  'aside.toggle': '显示或隐藏旁问',
  'composer.attach': '附加文件',
  'permission.allow': '允许一次',
  'permission.always': '在此始终允许',
  'permission.reject': '拒绝',
  'session.nth.1': '跳到第 1 个会话',
  'session.nth.2': '跳到第 2 个会话',
  'session.nth.3': '跳到第 3 个会话',
  'session.nth.4': '跳到第 4 个会话',
  'session.nth.5': '跳到第 5 个会话',
  'session.nth.6': '跳到第 6 个会话',
  'session.nth.7': '跳到第 7 个会话',
  'session.nth.8': '跳到第 8 个会话',
  'session.nth.9': '跳到第 9 个会话',
  'settings.general': '设置',
  'settings.agents': '设置：智能体',
  'settings.permissions': '设置：许可',
  'settings.notifications': '设置：通知',
  'settings.usage': '设置：用量',
  'settings.keyboard': '设置：键盘',
  'settings.about': '设置：关于',
  'theme.system': '主题：跟随系统',
  'theme.light': '主题：浅色',
  'theme.dark': '主题：深色',
  'transcript.start': '跳到开头',
  'transcript.end': '跳到末尾',
  'composer.send': '发送；运行中则排队',
  'composer.steer': '停止并发送',
  'composer.takeBack': '修改排队的提示',
  'dialog.accept': '确认',
};

const scopeNames: { readonly [Name in Scope]: string } = {
  everywhere: '任何地方',
  app: '窗口',
  sidebar: '会话列表',
  transcript: '对话记录',
  panel: '计划',
  composer: '输入框',
  dialog: '对话框',
};

const jsonNeeds: { readonly [Need in JsonNeed]: string } = {
  value: '此处缺少值。',
  name: '此处缺少带引号的名称。',
  colon: '此处缺少冒号。',
  comma: '此处缺少逗号。',
  end: '前面开始的内容在此处没有结束。',
  other: '此处无法读取。',
};

const strokeMistakes: { readonly [Mistake in StrokeMistake]: (keys: string) => string } = {
  'no-key': (keys) => `“${keys}”缺少要按的键。`,
  'two-keys': (keys) => `“${keys}”有多个键；一次只能按一个。`,
  'unknown-key': (keys) => `“${keys}”中有不存在的键。`,
  'modifier-twice': (keys) => `“${keys}”重复了同一个修饰键。`,
};

const fields = { keys: '快捷键', command: '命令', scope: '范围' } as const;

const keyProblem = worded<KeyProblem>({
  unreadable: ({ message }) => `无法读取文件：${message}`,
  'too-large': ({ maxBytes }) => `文件超过 ${number.format(maxBytes)} 字节，未读取。`,
  'not-json': ({ need }) => jsonNeeds[need],
  'not-a-list': () => '文件必须是方括号中的列表。',
  'not-an-entry': () => '每一项须写在花括号中，包含快捷键和命令。',
  'bad-field': ({ field }) => `缺少“${fields[field]}”，或它不是简短的文字。`,
  'unknown-field': ({ field }) => `一项中没有“${field}”这个字段。`,
  'too-many': ({ max }) => `最多 ${max} 项有效；从此处起的不生效。`,
  'unknown-command': ({ command }) => `没有命令“${command}”。`,
  'unknown-scope': ({ scope }) => `没有范围“${scope}”。`,
  'bound-scope': ({ command, scope }) => `“${commandNames[command]}”只能在此使用快捷键：${scopeNames[scope]}。`,
  'unreadable-keys': ({ keys, mistake }) => strokeMistakes[mistake](keys),
  'typed-keys': ({ keys }) => `那里需要用“${keys}”来输入文字。`,
  'reserved-keys': ({ keys }) => `“${keys}”属于系统或文字编辑。`,
  'taken-keys': ({ keys, by, scope }) => `“${keys}”已用于“${commandNames[by]}”：${scopeNames[scope]}。`,
});

const keybindingsRefusal = worded<KeybindingsRefusal>({
  'keybindings-broken': ({ line, column }) =>
    `未作更改：文件在第 ${line} 行第 ${column} 列无法读取。请先修正，或全部恢复。`,
  'keybindings-too-large': ({ maxBytes }) =>
    `未作更改：文件超过 ${number.format(maxBytes)} 字节。请先缩短，或全部恢复。`,
  'keybindings-full': ({ max }) => `未作更改：文件已有 ${max} 项。请先移除一项。`,
  'keybindings-unwritable': ({ message }) => `未作更改：${message}`,
});

/** What is said of keys, in Simplified Chinese. */
export const zhKeys = {
  commandName: (id) => commandNames[id],
  scopeName: (scope) => scopeNames[scope],
  keyProblem,
  keybindingsRefusal,
  searchKeys: '搜索命令和按键',
  noKeys: '无',
  pressKeys: '请按下快捷键……',
  changedKeys: '已更改',
  changeKeys: (name, keys) => `${name}：${keys}。更改快捷键`,
  removeKeys: (name) => `${name}：移除快捷键`,
  resetKeys: (name) => `${name}：恢复原有快捷键`,
  keysWentTo: (name) => `快捷键已归“${name}”`,
  keysTaken: (keys, name) => `${keys} 属于“${name}”，它将失去此快捷键。`,
  keysShared: (keys, name) => `${keys} 也用于“${name}”；两者中内层的生效。`,
  takeKeys: '用在这里',
  resetAll: '全部恢复',
  resetAllSure: '恢复所有快捷键',
  keyProblemsTitle: '文件中有错误；其余内容仍然有效',
  place: (line, column) => `第 ${line} 行，第 ${column} 列`,
  keyProblems: (n) => `快捷键文件中有 ${number.format(n)} 处错误，其余内容仍然有效。`,
  show: '查看',
  where: '位置',
  keys: '按键',
  keyNames: '文件中命令和范围的名称',
  keyFile: '文件',
  keyFileHelp: '以上内容都在一个文件里。文件可以有注释，保存后立即生效。',
  keyFileRules:
    '文件中写到的命令只有那里所写的快捷键；空值表示没有快捷键。不写范围时，快捷键在上面列表所示的位置生效。内层范围优先，在输入框中键入的内容不受影响。',
} as const satisfies Partial<Words>;
