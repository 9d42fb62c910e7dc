import { AGENT_COMMANDS_CHARS_MAX, AGENT_COMMANDS_MAX } from '../../protocol/limits.ts';
import type { AgentCommand } from '../../protocol/slash.ts';
import { oneLine } from '../../protocol/text.ts';
import { cut, isShape, type Shape, shapesAt, textAt } from './shape.ts';

/** A name is written after a `/` and ends with the first space: one that is longer, or has a space, cannot be used. */
const NAME = /^[^\s/]\S{0,127}$/u;
const DESCRIPTION_CHARS_MAX = 400;
const HINT_CHARS_MAX = 200;

/**
 * The commands of an `available_commands_update`: all that the agent understands from now on, the first of each name, as
 * many as fit. Undefined when the update has no list.
 */
export function parseCommands(update: Shape): readonly AgentCommand[] | undefined {
  const shapes = shapesAt(update, 'availableCommands', Number.POSITIVE_INFINITY);
  if (!shapes) return undefined;
  const [names, fit] = [new Set<string>(), [] as AgentCommand[]];
  let chars = 0;
  for (const shape of shapes) {
    const command = commandOf(shape);
    if (!command || names.has(command.name)) continue;
    chars += command.name.length + command.description.length + (command.hint?.length ?? 0);
    if (fit.length >= AGENT_COMMANDS_MAX || chars > AGENT_COMMANDS_CHARS_MAX) break;
    names.add(command.name);
    fit.push(command);
  }
  return fit;
}

/** Some agents write the `/` before the name. Descriptions are often whole documents; they are shown in one line. */
function commandOf(shape: Shape): AgentCommand | undefined {
  const name = (textAt(shape, 'name') ?? '').replace(/^\//, '');
  if (!NAME.test(name)) return undefined;
  const input = shape['input'];
  return {
    name: name.toWellFormed(),
    description: cut(oneLine(textAt(shape, 'description') ?? ''), DESCRIPTION_CHARS_MAX),
    hint: isShape(input) ? cut(oneLine(textAt(input, 'hint') ?? ''), HINT_CHARS_MAX) : null,
  };
}
