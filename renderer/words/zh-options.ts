import type { enOptions } from './en-options.ts';

export const zhOptions: typeof enOptions = {
  sessionOptions: '会话选项',
  optionMode: '模式',
  optionModel: '模型',
  optionEffort: '思考强度',
  chosenOf: (name, value) => `${name}：${value}`,
  notTakenUp: '尚未生效',
  policyName: '许可',
  policyAsk: '询问',
  policyAskHelp: '智能体的每个请求都由你答复。',
  policyEdits: '允许编辑',
  policyEditsHelp: '读取和编辑无需答复；命令、删除和获取仍会询问。',
  policyAll: '全部允许',
  policyAllHelp: '命令、删除和获取都不再询问。',
};
