import type { SecretRefusal, SecretState } from '../../protocol/secret.ts';
import { worded } from './worded.ts';

const states: { readonly [State in SecretState]: string } = {
  kept: '已保存',
  missing: '未设置',
  sealed: '此处无法读取',
};

const secretRefusal = worded<SecretRefusal>({
  'secrets-unwritable': ({ message }) => `智能体已保存，但密钥未能保存：${message}`,
  'secrets-broken': ({ path }) => `智能体已保存，但密钥未能保存：无法读取 ${path} 。请移走该文件，然后重试。`,
  'secrets-full': ({ max }) => `一个智能体最多有 ${max} 个密钥。`,
});

export const zhAgentForm = {
  secrets: '密钥',
  addSecret: '添加密钥',
  secretName: '密钥名称',
  secretValue: (name: string) => `${name || '密钥'} 的值`,
  secretState: (state: SecretState) => states[state],
  secretSealed: '它由桌面应用存放在系统密钥库中，此处无法读取。要在这里使用，请重新填写。',
  removeSecret: (name: string) => `移除 ${name || '此密钥'}`,
  secretsInSystem: '不会再显示给任何人的环境变量，存放在系统密钥库中。',
  secretsInFile: '不会再显示给任何人的环境变量。此处没有密钥库，因此原样存放在只有你能读取的文件中：',
  secretRefusal,
  secretTwice: (name: string) => `${name} 出现了两次。请只保留一个：作为密钥，或写在环境变量中。`,
  badSecretName: (max: number) => `密钥名称只含字母、数字和下划线，且不以数字开头；最多 ${max} 个。`,
  turnsPerFolder: '同一文件夹中同时运行的轮数',
  turnsPerFolderHelp: '留空表示一轮，这样不会有两轮同时改动同样的文件。',
  badTurnsPerFolder: (max: number) => `同一文件夹中同时运行的轮数应为 1 到 ${max} 的整数。`,
  concurrentPrompts: '该智能体的一个程序可以同时运行多轮',
  nativeSubagents: '显示该智能体自己带领的子智能体（协议草案）',
};
