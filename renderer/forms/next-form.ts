import type { FormRequest } from '../../protocol/form.ts';
import type { Head } from '../../protocol/head.ts';

/** The oldest form, unless a permission was asked for before it. */
export function nextForm({ forms, requests }: Pick<Head, 'forms' | 'requests'>): FormRequest | undefined {
  const [form, request] = [forms[0], requests[0]];
  return form && (!request || form.at < request.at) ? form : undefined;
}
