import { useBindings } from '../keys/bindings.ts';
import type { Bindings } from '../keys/resolve.ts';
import { SCOPES } from '../keys/scopes.ts';
import { COMMAND_IDS, type CommandId, scopeOf } from '../keys/table.ts';
import { keyText } from '../ui/keys.ts';
import { words } from '../words/words.ts';
import { KeyRow } from './key-row.tsx';

type Props = {
  readonly query: string;
  /** Why a change was refused; null when one was made. */
  onRefused(why: string | null): void;
};

/** The commands by where they are at home. */
export function KeyList({ query, onRefused }: Props) {
  const bindings = useBindings();
  const found = COMMAND_IDS.filter((id) => isFound(id, query, bindings));
  if (found.length === 0) return <p className="keys-none">{words().noMatches}</p>;
  return SCOPES.map((scope) => {
    const commands = found.filter((id) => scopeOf(id) === scope);
    if (commands.length === 0) return null;
    return (
      <section key={scope} aria-labelledby={`keys-${scope}`}>
        <h3 id={`keys-${scope}`} className="keys-heading">
          {words().scopeName(scope)} <code>{scope}</code>
        </h3>
        <ul>
          {commands.map((id) => (
            <KeyRow key={id} id={id} bindings={bindings} onRefused={onRefused} />
          ))}
        </ul>
      </section>
    );
  });
}

/** By its name, its id or its key, however the key is written. */
function isFound(id: CommandId, query: string, { keys }: Bindings): boolean {
  const written = (keys.get(id) ?? []).flatMap((bound) => [bound.keys, keyText(bound.keys)]);
  const wanted = plain(query);
  return [words().commandName(id), id, ...written].some((text) => plain(text).includes(wanted));
}

const plain = (text: string) => text.toLowerCase().replace(/[\s+]/g, '');
