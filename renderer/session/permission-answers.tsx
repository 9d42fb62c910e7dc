import { ulid } from 'ulid';
import type { Head } from '../../protocol/head.ts';
import { type RuleId, ruleIdOf } from '../../protocol/ids.ts';
import type { PermissionOption, PermissionRequest } from '../../protocol/permission.ts';
import { useCommand } from '../keys/handlers.ts';
import type { CommandId } from '../keys/table.ts';
import { sendOrSay } from '../stores/commands.ts';
import { OWN_WINDOW } from '../stores/own-window.ts';
import { Button } from '../ui/button.tsx';
import { KeyOf } from '../ui/key.tsx';
import { words } from '../words/words.ts';

/** Whatever the agent's own order: yes stands before no, and once before always. */
const ORDER: readonly PermissionOption['kind'][] = ['allow-once', 'allow-always', 'reject-once', 'reject-always'];

const COMMANDS: Partial<Record<PermissionOption['kind'], CommandId>> = {
  'allow-once': 'permission.allow',
  'reject-once': 'permission.reject',
};

type Props = { readonly head: Head; readonly request: PermissionRequest; readonly folder: string };

/** The ways to answer, in our words; what the agent calls each is its description. */
export function Answers({ head, request, folder }: Props) {
  const { scope } = request;
  const sorted = ORDER.flatMap((kind) => request.options.filter((option) => option.kind === kind));
  const once = optionOf(request, 'allow-once');
  const remembered = scope && once && (
    <Button
      key="always"
      title={words().alwaysHereHelp(words().ruleSubject(scope.subject), head.agentId, folder)}
      onClick={() => answer(head, request, once, ruleIdOf(ulid()))}
    >
      {words().alwaysHere}
      <KeyOf command="permission.always" />
    </Button>
  );
  return (
    <div className="ask-actions">
      {sorted.map((option) => [
        <OptionButton
          key={option.id}
          option={option}
          alone={sorted.filter(({ kind }) => kind === option.kind).length === 1}
          onChoose={() => answer(head, request, option)}
        />,
        option === once && remembered,
      ])}
    </div>
  );
}

type OptionProps = { readonly option: PermissionOption; readonly alone: boolean; onChoose(): void };

/**
 * Of several answers of a kind only the agent's names say which is which. What an agent keeps by itself is in its own
 * files: Codex goes by it in every folder and for good, Claude by its settings in the folder.
 */
function OptionButton({ option, alone, onChoose }: OptionProps) {
  const ours = words().optionName(option.kind);
  const kept = option.kind === 'allow-always' || option.kind === 'reject-always';
  const said = kept ? words().agentKeeps(option.name || ours) : option.name;
  const [name, help] = alone || option.name === '' ? [ours, said] : [option.name, ours];
  const command = alone ? COMMANDS[option.kind] : undefined;
  return (
    <Button
      look={option.kind === 'allow-once' ? 'primary' : 'plain'}
      title={help === name ? undefined : help}
      onClick={onChoose}
    >
      {name}
      {command && <KeyOf command={command} />}
    </Button>
  );
}

/** Answers by a key, when there is such an answer. */
export function useAnswerKeys(head: Head, request: PermissionRequest | undefined): void {
  const yes = request && optionOf(request, 'allow-once');
  const no = request && optionOf(request, 'reject-once');
  useAnswer('permission.allow', yes && (() => answer(head, request, yes)));
  useAnswer('permission.always', yes && request.scope && (() => answer(head, request, yes, ruleIdOf(ulid()))));
  useAnswer('permission.reject', no && (() => answer(head, request, no)));
}

function useAnswer(command: CommandId, give: (() => void) | undefined): void {
  useCommand(command, 'app', { when: () => give !== undefined, run: () => give?.() });
}

/** The only answer of a kind: where there are several, none is meant more than the others. */
function optionOf({ options }: PermissionRequest, kind: PermissionOption['kind']): PermissionOption | undefined {
  const [only, ...more] = options.filter((option) => option.kind === kind);
  return more.length === 0 ? only : undefined;
}

const answer = (head: Head, request: PermissionRequest, option: PermissionOption, remember?: RuleId) =>
  void sendOrSay({
    ...{ type: 'answer', sessionId: head.id, requestId: request.id, optionId: option.id, window: OWN_WINDOW },
    ...(remember && { remember }),
  });
