import { type RefObject, useLayoutEffect, useState } from 'react';
import { letterAt } from './place.ts';

type Props = { readonly area: RefObject<HTMLTextAreaElement | null>; readonly text: string; readonly hint: string };
type Place = { readonly left: number; readonly top: number; readonly font: string };

/** Words behind the caret that are not written: they go with the first letter. Its parent is where they are placed. */
export function Ghost({ area, text, hint }: Props) {
  const [place, setPlace] = useState<Place | null>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    const { left, top } = letterAt(element, text.length);
    setPlace({ left: element.offsetLeft + left, top: element.offsetTop + top, font: getComputedStyle(element).font });
  }, [area, text]);
  return (
    place && (
      <span className="completion-ghost cut" style={place}>
        {hint}
      </span>
    )
  );
}
