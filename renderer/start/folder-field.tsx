import { CornerLeftUp, Folder, GitBranch } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { FolderListing } from '../../protocol/contract.ts';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

type Props = { readonly value: string; readonly recent: readonly string[]; onChange(folder: string): void };

/** A path to type, the folders that were used last, and a list to find others in. The host may be another machine. */
export function FolderField({ value, recent, onChange }: Props) {
  const id = useId();
  const [browsing, setBrowsing] = useState(false);
  return (
    <div className="field-block">
      <label className="field-label" htmlFor={id}>
        {words().folder}
      </label>
      <div className="row">
        <input
          id={id}
          className="field grow mono"
          value={value}
          list={`${id}-recent`}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <datalist id={`${id}-recent`}>
          {recent.map((folder) => (
            <option key={folder} value={folder} />
          ))}
        </datalist>
        <Button aria-expanded={browsing} onClick={() => setBrowsing(!browsing)}>
          {browsing ? words().hideBrowser : words().browse}
        </Button>
      </div>
      {browsing && <Browser start={value} onChange={onChange} />}
      {!browsing && recent.length > 1 && (
        <ul className="recent" aria-label={words().recentFolders}>
          {recent.slice(0, 5).map((folder) => (
            <li key={folder}>
              <button type="button" className="recent-folder cut" onClick={() => onChange(folder)}>
                <Icon of={Folder} size={12} />
                {folder}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Listed =
  | { readonly kind: 'loading' }
  | { readonly kind: 'listed'; readonly listing: FolderListing }
  | { readonly kind: 'failed'; readonly why: string };

function Browser({ start, onChange }: { readonly start: string; onChange(folder: string): void }) {
  const [path, setPath] = useState<string | null>(start.trim() === '' ? null : start.trim());
  const [listed, setListed] = useState<Listed>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    void list(path).then((next) => current && setListed(next));
    return () => {
      current = false;
    };
  }, [path]);

  const go = (to: string) => {
    setPath(to);
    onChange(to);
  };
  if (listed.kind === 'loading') return <p className="browser browser-note">{words().loading}</p>;
  if (listed.kind === 'failed') {
    return (
      <p role="alert" className="browser browser-note">
        {listed.why}
      </p>
    );
  }
  const { listing } = listed;
  const inside = (name: string) =>
    `${listing.path.replace(/[/\\]$/, '')}${listing.path.includes('\\') ? '\\' : '/'}${name}`;
  return (
    <div className="browser">
      <p className="browser-path">
        {listing.git && <Icon of={GitBranch} size={12} />}
        <code className="cut">{listing.path}</code>
      </p>
      <ul>
        {listing.parent !== null && (
          <Entry icon={CornerLeftUp} text={words().parentFolder} onGo={() => go(listing.parent ?? '/')} />
        )}
        {listing.folders.map((name) => (
          <Entry key={name} icon={Folder} text={name} onGo={() => go(inside(name))} />
        ))}
      </ul>
      {listing.folders.length === 0 && <p className="browser-note">{words().noFolders}</p>}
      {listing.truncated && <p className="browser-note">{words().moreFolders}</p>}
    </div>
  );
}

function Entry({ icon, text, onGo }: { readonly icon: typeof Folder; readonly text: string; onGo(): void }) {
  return (
    <li>
      <button type="button" className="browser-entry" onClick={onGo}>
        <Icon of={icon} />
        <span className="cut">{text}</span>
      </button>
    </li>
  );
}

async function list(path: string | null): Promise<Listed> {
  const answer = await asked(() => host().folders.list({ path }), words().folderRefusal);
  return answer.ok ? { kind: 'listed', listing: answer.value } : { kind: 'failed', why: answer.refusal };
}
