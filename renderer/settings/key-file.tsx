import { useSessions } from '../stores/sessions.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { words } from '../words/words.ts';

const EXAMPLE = `[
  { "keys": "Mod+Shift+B", "command": "sidebar.toggle" },
  { "keys": "Mod+J", "command": "theme.dark", "scope": "sidebar" },
  { "keys": null, "command": "session.delete" }
]`;

/** Where the keys are kept, and how the file is written by hand. */
export function KeyFile() {
  const path = useSessions((state) => state.app?.keybindings.path);
  if (path === undefined) return null;
  return (
    <section className="key-file" aria-label={words().keyFile}>
      <h3 className="keys-heading">{words().keyFile}</h3>
      <p className="row">
        <code className="cut">{path}</code>
        <CopyButton text={() => path} />
      </p>
      <p>{words().keyFileHelp}</p>
      <pre className="well">
        <code>{EXAMPLE}</code>
      </pre>
      <p>{words().keyFileRules}</p>
    </section>
  );
}
