import { X } from 'lucide-react';
import { dismiss, type Toast, useToasts } from '../stores/toasts.ts';
import { words } from '../words/words.ts';
import { Button, IconButton } from './button.tsx';

/** What has just happened, said politely at the lower edge. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className="toaster" aria-live="polite" aria-label={words().app}>
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastLine({ toast }: { readonly toast: Toast }) {
  const { action } = toast;
  const act = () => {
    action?.run();
    dismiss(toast.id);
  };
  return (
    <div className={`toast toast-${toast.tone}`}>
      <span className="grow">{toast.text}</span>
      {action && (
        <Button look="ghost" small onClick={act}>
          {action.label}
        </Button>
      )}
      <IconButton small icon={X} label={words().dismiss} onClick={() => dismiss(toast.id)} />
    </div>
  );
}
