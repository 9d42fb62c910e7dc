import type { FormFault } from '../../protocol/form.ts';
import type { FieldProblem } from '../../protocol/form-check.ts';
import type { enForms } from './en-forms.ts';
import { worded } from './worded.ts';

const number = new Intl.NumberFormat('zh');

export const formFault = worded<FormFault>({
  'unknown-form': ({ mode }) => `智能体请求了 Skein 不认识的输入方式（${mode}），已告知智能体。`,
  'unknown-field': ({ field }) => `智能体发来的表单中，字段“${field}”无法显示。没有向你提问，已告知智能体。`,
  'unknown-rule': ({ field }) => `智能体发来的表单中，字段“${field}”的规则无法检查。没有向你提问，已告知智能体。`,
  'bad-link': () => '智能体想让你打开的不是安全的网址，已告知智能体。',
  'too-long': () => '智能体发来的表单太长，无法显示。没有向你提问，已告知智能体。',
  malformed: () => '智能体发来的表单有误。没有向你提问，已告知智能体。',
});

const formats = {
  email: '请输入邮箱地址。',
  uri: '请输入完整的网址。',
  date: '请输入日期。',
  'date-time': '请输入日期和时间。',
} as const;

const formProblem = worded<FieldProblem>({
  missing: () => '此项必填。',
  unknown: () => '此处不能填写这个值。',
  'too-short': ({ minChars }) => `至少输入 ${number.format(minChars)} 个字符。`,
  'too-long': ({ maxChars }) => `最多输入 ${number.format(maxChars)} 个字符。`,
  'other-pattern': ({ pattern }) => `必须符合 ${pattern}。`,
  'other-format': ({ format }) => formats[format],
  'no-number': () => '请输入数字。',
  'no-whole-number': () => '请输入整数。',
  'too-small': ({ min }) => `不能小于 ${number.format(min)}。`,
  'too-great': ({ max }) => `不能大于 ${number.format(max)}。`,
  'not-among': () => '请从给出的选项中选择。',
  'too-few': ({ minPicked }) => `至少选择 ${number.format(minPicked)} 项。`,
  'too-many': ({ maxPicked }) => `最多选择 ${number.format(maxPicked)} 项。`,
});

export const zhForms: typeof enForms = {
  asksYou: '请你填写',
  decline: '拒绝',
  optional: '（选填）',
  noChoice: '不作答',
  wantsYouAt: '请你打开这个网址',
  opensHost: (host) => `打开 ${host}`,
  linkDone: '已完成',
  linkHelp: '点击后会在浏览器中打开。在那里完成后，请按“已完成”。',
  formProblem,
};
