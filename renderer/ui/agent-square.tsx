/** A square with a letter says which program; discs are for people and children. */
export function AgentSquare({
  id,
  name,
  large = false,
}: {
  readonly id: string;
  readonly name: string;
  readonly large?: boolean;
}) {
  return (
    <span className={`square${large ? ' square-large' : ''}`} title={`${name} @${id}`} aria-hidden>
      {(name || id).charAt(0).toUpperCase()}
    </span>
  );
}
