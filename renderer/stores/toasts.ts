import { create } from 'zustand';

/** How long a toast stays; one that can be undone stays long enough to be read and reached. */
const SHOWN_MS = 10_000;
const TOASTS_MAX = 4;

export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly tone: 'info' | 'fail';
  readonly action?: { readonly label: string; run(): void };
};

export const useToasts = create<{ readonly toasts: readonly Toast[] }>()(() => ({ toasts: [] }));

let lastId = 0;

export function toast(shown: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...shown, id }].slice(-TOASTS_MAX) }));
  setTimeout(() => dismiss(id), SHOWN_MS);
}

export const dismiss = (id: number) =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }));
