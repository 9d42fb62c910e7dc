import { OPTIONS_MAX, REQUESTS_MAX } from '../../protocol/limits.ts';
import type { PermissionAnswer, PermissionOption } from '../../protocol/permission.ts';
import { Questions } from './questions.ts';
import { type Shape, shapesAt, textAt } from './shape.ts';

export type Permissions = Questions<PermissionAnswer>;
export const createPermissions = (): Permissions => new Questions<PermissionAnswer>(REQUESTS_MAX);

const OPTION_KINDS: Readonly<Record<string, PermissionOption['kind']>> = {
  allow_once: 'allow-once',
  allow_always: 'allow-always',
  reject_once: 'reject-once',
  reject_always: 'reject-always',
};

/** The options of a `session/request_permission`; those of kinds that we could not explain to a person are left out. */
export function parseOptions(params: Shape): readonly PermissionOption[] {
  return (shapesAt(params, 'options', OPTIONS_MAX) ?? []).flatMap((option) => {
    const [id, kind] = [textAt(option, 'optionId'), OPTION_KINDS[textAt(option, 'kind') ?? '']];
    return id && kind ? [{ id, kind, name: textAt(option, 'name') ?? id }] : [];
  });
}

/** The answer in the protocol's words. */
export function outcomeOf(answer: PermissionAnswer | 'withdrawn') {
  if (answer === 'withdrawn' || answer.kind === 'cancelled') return { outcome: { outcome: 'cancelled' } };
  return { outcome: { outcome: 'selected', optionId: answer.optionId } };
}
