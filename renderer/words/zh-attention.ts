import type { AttentionKind } from '../../protocol/attention.ts';

const kinds: { readonly [Kind in AttentionKind]: string } = {
  waiting: '需要回答',
  failed: '失败',
  limited: '正在等待服务商',
  finished: '已完成',
};

const told: { readonly [Kind in AttentionKind]: string } = {
  waiting: '智能体需要回答才能继续',
  failed: '某一轮失败了',
  finished: '智能体已完成，其下的一切也已完成',
  limited: '服务商暂时不接受请求',
};

export const zhAttention = {
  notifications: '通知',
  attentionKind: (kind: AttentionKind) => kinds[kind],
  attentionButton: (needs: number) => (needs === 0 ? '会话中有新内容' : `${needs} 个会话需要你处理`),
  attentionNeeds: '需要你处理',
  attentionNew: '新内容',
  attentionMore: (more: number) => `还有 ${more} 个`,
  showSession: '显示',
  alertsTitle: '在以下情况通知我',
  alertsHelp: '每件事只通知一次；正在你面前的会话从不通知。',
  alertOf: (kind: AttentionKind) => told[kind],
  systemAlerts: '系统通知',
  alertsAllowed: '当 Skein 不在前台时显示。',
  alertsAsk: '要在 Skein 不在前台时显示通知，需要先得到允许。',
  alertsAllow: '允许通知',
  alertsDenied:
    '此页面的通知已被阻止。请在浏览器的网站设置中允许通知，然后重新打开本页。在此之前，标题中的数字会提示你。',
  alertsMissing: '此浏览器不显示通知。标题中的数字会提示你。',
  alertsTry: '现在显示一个',
  alertExample: 'Skein 就是这样通知你的。',
  titleWithCount: (needs: number) => `(${needs}) Skein`,
};
