import { type PointerEvent, useRef } from 'react';
import { words } from '../words/words.ts';

/** Smaller, and it could not be grasped. */
const THUMB_MIN_PX = 24;

type Props = {
  /** The element that scrolls, by its id. */
  readonly controls: string;
  /** Characters. */
  readonly from: number;
  readonly to: number;
  readonly length: number;
  onMove(offset: number): void;
};

/** A scrollbar over a whole text, of which only a part is there to be scrolled. */
export function PositionBar({ controls, from, to, length, onMove }: Props) {
  const track = useRef<HTMLDivElement>(null);
  const share = length === 0 ? 1 : Math.min(1, (to - from) / length);
  const place = length === 0 || share === 1 ? 0 : Math.min(1, from / (length - (to - from)));
  const move = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box || !(event.buttons & 1)) return;
    const thumb = Math.max(THUMB_MIN_PX, box.height * share);
    const at = (event.clientY - box.top - thumb / 2) / (box.height - thumb);
    onMove(Math.round(Math.min(1, Math.max(0, at)) * length));
  };
  return (
    <div
      ref={track}
      className="position-bar"
      role="scrollbar"
      tabIndex={-1}
      aria-label={words().positionInOutput}
      aria-controls={controls}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(place * 100)}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
    >
      <div
        className="position-thumb"
        style={{
          height: `max(${THUMB_MIN_PX}px, ${share * 100}%)`,
          top: `calc(${place} * (100% - max(${THUMB_MIN_PX}px, ${share * 100}%)))`,
        }}
      />
    </div>
  );
}
