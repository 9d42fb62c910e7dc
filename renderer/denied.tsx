import type { DeniedReason } from './bridge/bridge.ts';
import { CopyButton } from './ui/copy-button.tsx';
import { words } from './words/words.ts';

/** Prints an address with a fresh one-time code for the host that is running. */
const COMMAND = 'npm run serve';

/** The host does not know this window: how to get one that it does. */
export function Denied({ reason }: { readonly reason: DeniedReason }) {
  return (
    <main className="lone">
      <h1>{words().deniedTitle}</h1>
      <p>{words().denied(reason)}</p>
      <p>{words().deniedHelp}</p>
      <div className="well row">
        <code className="grow">{COMMAND}</code>
        <CopyButton text={() => COMMAND} />
      </div>
    </main>
  );
}
