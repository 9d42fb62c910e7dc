import type { Offer } from './offers.ts';
import type { Trigger } from './trigger.ts';

/**
 * Puts what is offered in the place of what was typed, with a space behind it and the caret after that. It is typed in,
 * so that it can be undone like everything that is typed.
 */
export function replaceWords(area: HTMLTextAreaElement, { from, to }: Trigger, { insert, more }: Offer): void {
  const spaced = more || /^\s/.test(area.value.slice(to));
  const text = spaced ? insert : `${insert} `;
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand('insertText', false, text)) {
    area.setRangeText(text, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (spaced && !more) area.setSelectionRange(from + text.length + 1, from + text.length + 1);
}
