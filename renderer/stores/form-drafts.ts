import { create } from 'zustand';
import type { FormRequest } from '../../protocol/form.ts';
import type { RequestId, SessionId } from '../../protocol/ids.ts';
import { type Draft, type DraftValue, firstDraft } from '../forms/draft.ts';

/** Forms that somebody has begun to fill in; the oldest of more begins anew. */
const FORM_DRAFTS_MAX = 32;

type Begun = { readonly session: SessionId; readonly draft: Draft };

/** By form, the one that was changed last comes last. In memory alone: what is asked for may be secret. */
type FormDrafts = { readonly drafts: ReadonlyMap<RequestId, Begun> };

export const useFormDrafts = create<FormDrafts>()(() => ({ drafts: new Map() }));

export function setFormValue(session: SessionId, form: FormRequest, key: string, value: DraftValue): void {
  const { drafts } = useFormDrafts.getState();
  const draft = { ...(drafts.get(form.id)?.draft ?? firstDraft(form.ask)), [key]: value };
  const others = [...drafts].filter(([id]) => id !== form.id).slice(-(FORM_DRAFTS_MAX - 1));
  useFormDrafts.setState({ drafts: new Map([...others, [form.id, { session, draft }]]) });
}

/** Forgets what was typed into forms of this session that are open no longer. */
export function keepOpenForms(session: SessionId, open: readonly FormRequest[]): void {
  const { drafts } = useFormDrafts.getState();
  const kept = [...drafts].filter(([id, begun]) => begun.session !== session || open.some((form) => form.id === id));
  if (kept.length < drafts.size) useFormDrafts.setState({ drafts: new Map(kept) });
}
