import type { Catalog, LoginState } from '../../protocol/catalog.ts';
import { clockTime } from '../words/times.ts';
import { words } from '../words/words.ts';

/** In which environment agents are looked for and started: what the login shell said, or why it said nothing. */
export function LoginLine({ login, node }: Pick<Catalog, 'login' | 'node'>) {
  return (
    <section className="catalog-section" aria-label={words().loginTitle}>
      <h3>{words().loginTitle}</h3>
      <p className="settings-help">
        {sentenceOf(login)} {login.kind === 'read' && <code>{login.shell}</code>}
      </p>
      {login.kind === 'read' && login.added.length > 0 && (
        <details>
          <summary>{words().loginAdded(login.added.length)}</summary>
          <ul className="login-folders">
            {login.added.map((folder) => (
              <li key={folder}>
                <code>{folder}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="settings-help">
        {node ? words().nodeFound(node.version ?? words().versionUnknown) : words().nodeMissing}{' '}
        {node && <code>{node.path}</code>}
      </p>
    </section>
  );
}

function sentenceOf(login: LoginState): string {
  switch (login.kind) {
    case 'none':
      return words().loginNone;
    case 'read':
      return words().loginRead(login.ms, clockTime(login.readAt));
    case 'failed':
      return `${words().loginFailure(login.why)} ${words().loginFallback}`;
  }
}
