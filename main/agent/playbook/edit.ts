import { ulid } from 'ulid';
import { ok } from '../../../protocol/result.ts';
import { confine } from './confine.ts';
import { DONE, type StepContext, type StepEnd } from './context.ts';
import { failTool, noteOf, permitStep, showDry } from './permission.ts';
import type { FileStep } from './runbook.ts';

/** Shows what a file block changes, asks for it and writes the file through the client. */
export async function writeStep(step: FileStep, context: StepContext): Promise<StepEnd> {
  const { host, drafts } = context;
  const place = confine(context.folder, step.path);
  const path = place.ok ? place.value : step.path;
  const call = {
    toolCallId: ulid(),
    title: `Write ${step.path}`,
    kind: 'edit' as const,
    rawInput: { path: step.path },
    ...(place.ok ? { locations: [{ path }] } : {}),
  };
  const refused = async (why: string) => {
    await host.startTool({ ...call, status: 'pending' });
    return failTool(call.toolCallId, why, why, context);
  };
  if (!place.ok) return refused(place.refusal);
  if (!drafts && !host.offers.write) return refused('This client lets agents write no files.');
  const draft = drafts?.get(path);
  const old = draft === undefined ? await host.readFile(path) : ok(draft);
  if (!old.ok) return refused(`\`${step.path}\` cannot be read: ${old.refusal}`);
  if (old.value === step.text) {
    await host.startTool({ ...call, status: 'completed', content: [noteOf('Has this content already.')] });
    return DONE;
  }

  const content = [{ type: 'diff' as const, path, oldText: old.value, newText: step.text }];
  if (drafts) {
    drafts.set(path, step.text);
    return showDry({ ...call, content }, 'Dry run: this was not written.', context);
  }
  const permitted = await permitStep({ ...call, content }, `writing \`${step.path}\``, context);
  if (permitted.kind !== 'done') return permitted;
  await host.updateTool({ toolCallId: call.toolCallId, status: 'in_progress' });
  const written = await host.writeFile(path, step.text);
  if (!written.ok) {
    await host.updateTool({
      toolCallId: call.toolCallId,
      status: 'failed',
      content: [...content, noteOf(written.refusal)],
    });
    return { kind: 'stopped', why: `\`${step.path}\` could not be written: ${written.refusal}` };
  }
  await host.updateTool({ toolCallId: call.toolCallId, status: 'completed' });
  return DONE;
}
