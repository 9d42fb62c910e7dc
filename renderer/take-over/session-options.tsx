import { Folder } from 'lucide-react';
import type { AgentSessionInfo } from '../../protocol/origin.ts';
import { nameOf } from '../sidebar/groups.ts';
import { Icon } from '../ui/icon.tsx';
import { useMinute } from '../ui/now.ts';
import { hasMoved } from '../ui/walk.ts';
import { ago } from '../words/times.ts';
import { words } from '../words/words.ts';
import type { SessionGroup } from './grouped.ts';

type Props = {
  readonly id: string;
  readonly label: string;
  readonly groups: readonly SessionGroup[];
  readonly active: number;
  onActive(place: number): void;
  onChoose(info: AgentSessionInfo): void;
};

/** The id of the line at a place, by which the field says which one is active. */
export const optionId = (place: number) => `take-over-${place}`;

/** The lines that the field walks, under the folder that each belongs to. */
export function SessionOptions({ id, label, groups, active, onActive, onChoose }: Props) {
  const now = useMinute();
  return (
    <div id={id} role="listbox" aria-label={label}>
      {groups.map(({ folder, start, sessions }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox.
        <div key={folder} role="group" aria-label={folder}>
          <div className="take-over-folder" aria-hidden>
            <Icon of={Folder} size={12} />
            <span className="take-over-name">{nameOf(folder)}</span>
            <span className="cut grow">{folder}</span>
          </div>
          {sessions.map((info, nth) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and walks its options.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys.
            <div
              key={info.agentSession}
              id={optionId(start + nth)}
              role="option"
              aria-selected={start + nth === active}
              className="take-over-line"
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={(event) => start + nth !== active && hasMoved(event) && onActive(start + nth)}
              onClick={() => onChoose(info)}
            >
              <span className="cut grow">{info.title || words().untitled}</span>
              {info.held && (
                <span className="take-over-held">{info.held.deleted ? words().hereInBin : words().alreadyHere}</span>
              )}
              {info.changedAt !== null && <span className="take-over-time">{ago(info.changedAt, now)}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
