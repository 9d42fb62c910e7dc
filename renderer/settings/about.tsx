import { useSessions } from '../stores/sessions.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { words } from '../words/words.ts';

export function About() {
  const about = useSessions((state) => state.about);
  if (!about) return <p>{words().loading}</p>;
  return (
    <>
      <h2 className="settings-title">{words().about}</h2>
      <dl className="facts">
        <dt>{words().version}</dt>
        <dd>{about.version}</dd>
        <dt>{words().dataFolder}</dt>
        <dd className="row">
          <code className="cut">{about.dataFolder}</code>
          <CopyButton text={() => about.dataFolder} />
        </dd>
      </dl>
    </>
  );
}
