import type { enOptions } from './en-options.ts';

export const zhOptions: typeof enOptions = {
  sessionOptions: '会话选项',
  optionMode: '模式',
  optionModel: '模型',
  optionEffort: '思考强度',
  chosenOf: (name, value) => `${name}：${value}`,
  notTakenUp: '尚未生效',
  policyName: '许可',
};
