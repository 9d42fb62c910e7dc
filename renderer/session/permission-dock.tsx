import { Folder } from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import type { PermissionOption, PermissionRequest } from '../../protocol/permission.ts';
import { useCommand } from '../keys/handlers.ts';
import type { CommandId } from '../keys/table.ts';
import { sendOrSay } from '../stores/commands.ts';
import { useSessions } from '../stores/sessions.ts';
import { DiffView } from '../transcript/diff-view.tsx';
import { Button } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyOf } from '../ui/key.tsx';
import { words } from '../words/words.ts';

type Props = { readonly head: Head; readonly items: readonly Item[]; readonly agent: string };

/** The oldest open question, docked above the composer so that scrolling never hides it. */
export function PermissionDock({ head, items, agent }: Props) {
  const request = head.requests[0];
  const open = head.requests.length + head.forms.length;
  useAnswer('permission.allow', 'allow-once', head, request);
  useAnswer('permission.reject', 'reject-once', head, request);
  if (!request) return null;
  const asked = items.findLast((item) => item.id === request.item);
  return (
    <div className="dock">
      <section className="ask" aria-label={`${agent} ${words().wantsTo}`}>
        <header className="ask-head">
          <Glyph shape="ask" label={words().activity({ kind: 'asking' })} />
          <span className="grow cut">
            <b>{agent}</b> {request.command === null ? words().wantsTo : words().wantsToRun}
          </span>
          {open > 1 && <span className="ask-count">{words().oneOf(1, open)}</span>}
        </header>
        <pre className="ask-command">{request.command ?? request.title}</pre>
        <Diffs item={asked} />
        <p className="ask-place">
          <Icon of={Folder} />
          <code>{shortened(request.folder)}</code>
          <span>·</span>
          <span>@{head.agentId}</span>
        </p>
        <div className="ask-actions">
          {request.options.map((option) => (
            <OptionButton key={option.id} option={option} onChoose={() => answer(head, request, option)} />
          ))}
        </div>
      </section>
    </div>
  );
}

function Diffs({ item }: { readonly item: Item | undefined }) {
  const diffs = item?.kind === 'tool' ? item.parts.filter((part) => part.type === 'diff') : [];
  return (
    <div className="ask-diffs">
      {diffs.map((diff) => (
        <DiffView key={diff.path} diff={diff} />
      ))}
    </div>
  );
}

const COMMANDS: Partial<Record<PermissionOption['kind'], CommandId>> = {
  'allow-once': 'permission.allow',
  'reject-once': 'permission.reject',
};

function OptionButton({ option, onChoose }: { readonly option: PermissionOption; onChoose(): void }) {
  const command = COMMANDS[option.kind];
  return (
    <Button look={option.kind === 'allow-once' ? 'primary' : 'plain'} onClick={onChoose}>
      {option.name || words().optionName(option.kind)}
      {command && <KeyOf command={command} />}
    </Button>
  );
}

/** Answers by its key, when the agent offers an answer of this kind. */
function useAnswer(
  command: CommandId,
  kind: PermissionOption['kind'],
  head: Head,
  request: PermissionRequest | undefined,
): void {
  const option = request?.options.find((offered) => offered.kind === kind);
  useCommand(command, 'app', {
    when: () => option !== undefined,
    run: () => void (request && option && answer(head, request, option)),
  });
}

const answer = (head: Head, request: PermissionRequest, option: PermissionOption) =>
  void sendOrSay({ type: 'answer', sessionId: head.id, requestId: request.id, optionId: option.id });

/** The home folder as people write it. */
function shortened(folder: string): string {
  const home = useSessions.getState().about?.homeFolder;
  return home && folder.startsWith(home) ? `~${folder.slice(home.length)}` : folder;
}
