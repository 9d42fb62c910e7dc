import type { enLife } from './en-life.ts';

const number = new Intl.NumberFormat('zh-CN');

export const zhLife: typeof enLife = {
  stopMenu: '要停止什么',
  stopOnly: '仅停止此会话',
  stopTree: (n) => `停止此会话及其下 ${number.format(n)} 个会话`,
  stopBelow: (n) => `停止其下 ${number.format(n)} 个会话`,
};
