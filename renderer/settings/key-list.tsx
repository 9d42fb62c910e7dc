import { useMemo } from 'react';
import { useBindings } from '../keys/bindings.ts';
import type { Bindings } from '../keys/resolve.ts';
import { COMMAND_IDS, type CommandId } from '../keys/table.ts';
import { keyText } from '../ui/keys.ts';
import { words } from '../words/words.ts';
import { KeyRow } from './key-row.tsx';

type Props = {
  readonly query: string;
  /** Why a change was refused; null when one was made. */
  onRefused(why: string | null): void;
};

/** The commands that are looked for, in the order of the table. One whose key is changed stays until others are. */
export function KeyList({ query, onRefused }: Props) {
  const bindings = useBindings();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line that vanished when it is changed took the focus along.
  const found = useMemo(() => COMMAND_IDS.filter((id) => isFound(id, query, bindings)), [query]);
  if (found.length === 0) return <p className="keys-none">{words().noMatches}</p>;
  return (
    <>
      {/* Each line says all of it to those who do not see the columns. */}
      <div className="key-line keys-heads" aria-hidden>
        <span>{words().command}</span>
        <span>{words().where}</span>
        <span>{words().keys}</span>
      </div>
      <ul>
        {found.map((id) => (
          <KeyRow key={id} id={id} bindings={bindings} onRefused={onRefused} />
        ))}
      </ul>
    </>
  );
}

/** By its name, its id or its key, however the key is written. */
function isFound(id: CommandId, query: string, { keys }: Bindings): boolean {
  const written = (keys.get(id) ?? []).flatMap((bound) => [bound.keys, keyText(bound.keys)]);
  const wanted = plain(query);
  return [words().commandName(id), id, ...written].some((text) => plain(text).includes(wanted));
}

const plain = (text: string) => text.toLowerCase().replace(/[\s+]/g, '');
