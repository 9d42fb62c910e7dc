import type { CatalogRefusal, ImportTrouble, LoginFailure, NothingFound } from '../../protocol/catalog.ts';
import { worded } from './worded.ts';

const number = new Intl.NumberFormat('zh-Hans');

const nothingFound = worded<NothingFound>({
  'not-installed': () => '尚未安装。',
  'npx-missing': () => '它要通过 npx 运行，而这里没有 npx 。请安装 Node.js ，然后重新查找。',
  'node-too-old': ({ version, min }) =>
    version === null
      ? `它需要 Node.js ${min} 或更新版本；无法得知这里的版本。`
      : `它需要 Node.js ${min} 或更新版本；这里是 ${version} 。`,
});

const loginFailure = worded<LoginFailure>({
  'no-shell': () => '不知道登录 shell 是哪一个。',
  'too-slow': ({ ms }) => `登录 shell 在 ${number.format(ms / 1000)} 秒内没有回应。`,
  'too-long': () => '登录 shell 的输出没有尽头。',
  'not-started': ({ message }) => `无法启动登录 shell ：${message}。`,
  'no-answer': ({ exitCode, message }) =>
    `登录 shell 没有回应就结束了（${exitCode === null ? '被终止' : `代码 ${exitCode}`}）：${message}。`,
});

const importTrouble = worded<ImportTrouble>({
  'not-installed': ({ program, homepage }) =>
    homepage === null ? `尚未安装其程序 ${program} 。` : `尚未安装其程序 ${program} ；参见 ${homepage} 。`,
  'other-system': () => '没有适用于本系统的版本。',
  'no-program': () => '它不是可以在这里启动的程序。',
  malformed: ({ path }) => `“${path}”缺失或无法理解。`,
  'too-many': ({ max }) => `一次最多读取 ${number.format(max)} 个智能体。`,
});

const catalogRefusal = worded<CatalogRefusal>({
  'not-json': ({ line, column }) =>
    line === null || column === null ? '这不是 JSON 。' : `这不是 JSON ：请看第 ${line} 行第 ${column} 列。`,
  'no-agents': () => '这段文本中没有智能体。',
});

export const zhCatalog = {
  looking: '正在本机上查找智能体……',
  lookAgain: '重新查找',
  lookFailed: '查找智能体失败。',
  foundHere: '在本机上找到',
  noneFoundHere: '本机上没有安装其他 Skein 认识的智能体。',
  foundFetchable: '无需安装',
  foundFetchableHelp: '首次启动时由 npx 获取，可能需要一分钟。',
  knownOthers: '需要安装',
  foundByNpx: (name: string) => `运行 ${name}`,
  moreAgents: (more: number) => `Skein 还认识 ${number.format(more)} 个智能体`,
  versionUnknown: '版本未知',
  add: '添加',
  addAgent: (name: string) => `添加 ${name}`,
  testAgent: (handle: string) => `测试 @${handle}`,
  homepage: (name: string) => `关于 ${name}`,
  nothingFound,
  loginTitle: '在哪里查找程序',
  loginNone: '在 Skein 的环境中查找。',
  loginRead: (ms: number, at: string) => `按登录 shell 的设置查找，于 ${at} 用 ${number.format(ms)} 毫秒读取：`,
  loginAdded: (folders: number) => `比 Skein 启动时多 ${number.format(folders)} 个文件夹`,
  loginFailure,
  loginFallback: '在 Skein 自身启动的环境中查找程序。',
  nodeFound: (version: string) => `Node.js ${version} ：`,
  nodeMissing: '未找到 Node.js ；通过 npx 运行的智能体需要它。',
  importAction: '导入……',
  importAgents: '导入智能体',
  importHelp: '智能体注册表的文件或其中一项、编辑器设置中的 agent_servers ，或以 JSON 写成的一个智能体。',
  importText: '文本',
  chooseFile: '选择文件……',
  importRead: '读取',
  importFound: '读取的内容',
  importAdd: (agents: number) => `添加 ${number.format(agents)} 个智能体`,
  importReplaces: '将替换同名的智能体',
  importRefused: (name: string, why: string) => `${name}：${why}`,
  importUnreadable: (file: string) => `无法读取 ${file}。`,
  importTooLong: '对于智能体列表来说，这太长了。',
  importTrouble,
  catalogRefusal,
};
