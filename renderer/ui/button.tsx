import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';

type Look = 'plain' | 'primary' | 'ghost' | 'danger';

export function Button({
  look = 'plain',
  small = false,
  ...rest
}: { look?: Look; small?: boolean } & ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className={`btn btn-${look}${small ? ' btn-small' : ''} ${rest.className ?? ''}`} />
  );
}

/** A button that is only an icon; `label` is its name and its tooltip. */
export function IconButton({
  icon,
  label,
  small = false,
  ...rest
}: { icon: LucideIcon; label: string; small?: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`icon-btn${small ? ' icon-btn-small' : ''} ${rest.className ?? ''}`}
    >
      <Icon of={icon} />
    </button>
  );
}
