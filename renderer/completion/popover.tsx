import { FileText, Folder, MessagesSquare, SquareSlash } from 'lucide-react';
import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLayer } from '../keys/use-layer.ts';
import { Icon } from '../ui/icon.tsx';
import { hasMoved } from '../ui/walk.ts';
import { words } from '../words/words.ts';
import type { Offer, Section } from './offers.ts';
import { letterAt, type Placed, placeBy } from './place.ts';
import type { Trigger } from './trigger.ts';
import './completion.css';

type Props = {
  readonly id: string;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly trigger: Trigger;
  readonly sections: readonly Section[];
  readonly note: string;
  /** More may come. */
  readonly busy: boolean;
  readonly chosen: Offer | undefined;
  move(place: number): void;
  take(offer: Offer): void;
  dismiss(): void;
};

/** The id of the line at a place, by which the text area says which one is active. */
export const optionId = (id: string, place: number) => `${id}-${place}`;

/** What is offered, over the text. It never has the focus. */
export function Popover({ id, area, trigger, sections, note, busy, chosen, move, take, dismiss }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayer('suggestions', area, dismiss);
  const placed = usePlace(box, area, trigger, sections);
  const count = sections.reduce((sum, { offers }) => sum + offers.length, 0);
  return (
    <div ref={box} popover="manual" className="completion" style={placed ?? HIDDEN}>
      {count > 0 && (
        <div id={id} className="completion-list" role="listbox" aria-label={words().completions} aria-busy={busy}>
          {numbered(sections).map(({ heading, first, offers }) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox.
            <div key={heading} role="group" aria-label={heading}>
              <div className="completion-heading" aria-hidden>
                {heading}
              </div>
              {offers.map((offer, nth) => (
                <Line
                  key={offer.key}
                  id={optionId(id, first + nth)}
                  offer={offer}
                  active={offer === chosen}
                  onActive={() => move(first + nth)}
                  onTake={() => take(offer)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
      <p className={note === '' ? 'unseen' : 'completion-note'} role="status">
        {note || words().matches(count)}
      </p>
    </div>
  );
}

const HIDDEN = { visibility: 'hidden' } as const;

function numbered(sections: readonly Section[]) {
  let next = 0;
  return sections.map((section) => {
    const first = next;
    next += section.offers.length;
    return { ...section, first };
  });
}

/** In the top layer nothing around it cuts it off; it follows the text when that grows or the window changes. */
function usePlace(
  box: RefObject<HTMLDivElement | null>,
  area: RefObject<HTMLTextAreaElement | null>,
  trigger: Trigger,
  sections: readonly Section[],
): Placed | null {
  const [placed, setPlaced] = useState<Placed | null>(null);
  const [size, setSize] = useState({ width: window.innerWidth, height: window.innerHeight });
  useEffect(() => {
    const follow = () => setSize({ width: window.innerWidth, height: window.innerHeight });
    window.addEventListener('resize', follow);
    window.addEventListener('scroll', follow, { capture: true, passive: true });
    return () => {
      window.removeEventListener('resize', follow);
      window.removeEventListener('scroll', follow, { capture: true });
    };
  }, []);
  useLayoutEffect(() => box.current?.showPopover(), [box]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is offered decides how wide the list is.
  useLayoutEffect(() => {
    if (!box.current || !area.current) return;
    const { left } = letterAt(area.current, trigger.from);
    setPlaced(placeBy(area.current.getBoundingClientRect(), left, box.current.offsetWidth, size));
  }, [box, area, trigger, sections, size]);
  return placed;
}

type LineProps = {
  readonly id: string;
  readonly offer: Offer;
  readonly active: boolean;
  onActive(): void;
  onTake(): void;
};

function Line({ id, offer, active, onActive, onTake }: LineProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const onPointerMove = (event: PointerEvent) => {
    if (!active && hasMoved(event)) onActive();
  };
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the text has the focus and walks what is offered.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text takes the keys.
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={active}
      className="completion-line"
      onPointerMove={onPointerMove}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <Icon of={SIGNS[offer.of]} size={14} />
      <span className="completion-words">
        <span className="completion-name">
          <span className="cut">{offer.name}</span>
          {offer.hint !== '' && <span className="cut completion-hint">{offer.hint}</span>}
        </span>
        {offer.about !== '' && <span className="completion-about">{offer.about}</span>}
      </span>
    </div>
  );
}

const SIGNS = { command: SquareSlash, file: FileText, folder: Folder, session: MessagesSquare } as const;
