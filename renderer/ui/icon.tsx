import type { LucideIcon } from 'lucide-react';

/** Icons are decoration: what they mean is said by the control that they stand in. */
export function Icon({ of: Drawn, size = 16 }: { readonly of: LucideIcon; readonly size?: number }) {
  return <Drawn size={size} strokeWidth={1.5} aria-hidden className="icon" />;
}
