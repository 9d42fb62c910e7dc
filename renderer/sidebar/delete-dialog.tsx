import { useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { SessionWorktree } from '../../protocol/worktree.ts';
import { asked, doneOrSaid, refusesNothing } from '../stores/asked.ts';
import { deleteNow } from '../stores/commands.ts';
import { host } from '../stores/link.ts';
import { toast } from '../stores/toasts.ts';
import { closeDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { words } from '../words/words.ts';
import './delete-dialog.css';

type Props = {
  readonly sessionId: SessionId;
  readonly title: string;
  readonly worktrees: readonly SessionWorktree[];
};

/** Says what stays on the disk, and where, before a session is deleted that has work trees. */
export function DeleteDialog({ sessionId, title, worktrees }: Props) {
  const [remove, setRemove] = useState(false);
  const empty = worktrees.filter(({ state }) => state.kind === 'clean').length;
  const confirm = () => {
    closeDialog();
    void deleteWith(sessionId, title, remove);
  };
  return (
    <Dialog title={words().deleteTitle(title)} onClose={closeDialog}>
      <div className="delete">
        <p>{words().deleteKeeps(worktrees.length)}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
        <ul className="delete-worktrees" tabIndex={0}>
          {worktrees.map((one) => (
            <WorktreeLine key={one.session} of={one} />
          ))}
        </ul>
        {empty > 0 && (
          <label className="choice">
            <input type="checkbox" checked={remove} onChange={(event) => setRemove(event.currentTarget.checked)} />
            {words().removeEmpty(empty)}
          </label>
        )}
        {remove && <p className="delete-note">{words().removedNote}</p>}
        <div className="row delete-end">
          <Button autoFocus onClick={closeDialog}>
            {words().cancel}
          </Button>
          <Button look="danger" onClick={confirm}>
            {words().delete}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function WorktreeLine({ of: { title, worktree, state } }: { readonly of: SessionWorktree }) {
  return (
    <li>
      <span className="row">
        <span className="cut grow">{title || words().untitled}</span>
        <code className="cut">{worktree.branch}</code>
      </span>
      <span className="delete-note delete-path">{worktree.path}</span>
      <span className="delete-note">{words().worktreeState(state)}</span>
    </li>
  );
}

/** What became of it while the dialog was open keeps it where it is, and is said. */
async function deleteWith(sessionId: SessionId, title: string, remove: boolean): Promise<void> {
  if (!(await deleteNow(sessionId, title)) || !remove) return;
  const left = await asked(() => host().sessions.removeWorktrees({ sessionId }), refusesNothing);
  if (!doneOrSaid(left)) return;
  const kept = left.value.map(({ worktree }) => worktree.path);
  if (kept.length > 0) toast({ text: words().worktreesKept(kept), tone: 'info' });
}
