import { Fragment } from 'react';
import { SCOPES } from '../keys/scopes.ts';
import { COMMAND_IDS } from '../keys/table.ts';
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
      <h3>{words().keyFile}</h3>
      <p className="row">
        <code className="cut">{path}</code>
        <CopyButton text={() => path} />
      </p>
      <p>{words().keyFileHelp}</p>
      <pre className="well">
        <code>{EXAMPLE}</code>
      </pre>
      <p>{words().keyFileRules}</p>
      <details>
        <summary>{words().keyNames}</summary>
        <dl className="key-names">
          {COMMAND_IDS.map((id) => (
            <Fragment key={id}>
              <dt>
                <code>{id}</code>
              </dt>
              <dd>{words().commandName(id)}</dd>
            </Fragment>
          ))}
          {SCOPES.map((scope) => (
            <Fragment key={scope}>
              <dt>
                <code>{scope}</code>
              </dt>
              <dd>{words().scopeName(scope)}</dd>
            </Fragment>
          ))}
        </dl>
      </details>
    </section>
  );
}
