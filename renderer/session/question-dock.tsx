import { useEffect } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { FormDock } from '../forms/form-dock.tsx';
import { nextForm } from '../forms/next-form.ts';
import { keepOpenForms } from '../stores/form-drafts.ts';
import type { Asking } from './ask-head.tsx';
import { PermissionDock } from './permission-dock.tsx';

type Props = {
  readonly head: Head;
  readonly items: readonly Item[];
  readonly agent: string;
  /** Where it is asked, seen from what is shown; absent: there. */
  readonly way?: Asking['way'];
  /** Absent: it is. */
  readonly shown?: boolean;
};

const HERE: Asking['way'] = [];

/** What waits for a person longest, be it a permission or a form: one after the other, so that each is read. */
export function QuestionDock({ head, items, agent, way = HERE, shown = true }: Props) {
  useEffect(() => keepOpenForms(head.id, head.forms), [head.id, head.forms]);
  if (!shown) return null;
  const asking = { agent, way, open: head.requests.length + head.forms.length };
  const form = nextForm(head);
  if (form) return <FormDock key={form.id} head={head} form={form} asking={asking} />;
  return <PermissionDock head={head} items={items} asking={asking} />;
}
