import { useEffect } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { FormDock } from '../forms/form-dock.tsx';
import { nextForm } from '../forms/next-form.ts';
import { keepOpenForms } from '../stores/form-drafts.ts';
import { PermissionDock } from './permission-dock.tsx';

type Props = { readonly head: Head; readonly items: readonly Item[]; readonly agent: string };

/** What waits for a person longest, be it a permission or a form: one after the other, so that each is read. */
export function QuestionDock({ head, items, agent }: Props) {
  useEffect(() => keepOpenForms(head.id, head.forms), [head.id, head.forms]);
  const form = nextForm(head);
  if (form) return <FormDock key={form.id} head={head} form={form} agent={agent} />;
  return <PermissionDock head={head} items={items} agent={agent} />;
}
