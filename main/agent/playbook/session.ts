import { assertNever } from '../../../protocol/result.ts';
import { type Asked, errandOf, mention } from './attached.ts';
import type { Child } from './child.ts';
import { confine } from './confine.ts';
import type { Drafts, RunContext } from './context.ts';
import { describeStep } from './describe.ts';
import type { Example } from './examples.ts';
import { helpText } from './help.ts';
import type { RunbookHost } from './host.ts';
import { parseInvocation } from './invocation.ts';
import { allow, digestOf, type Memory, type MemoryStore, type Progress } from './memory.ts';
import type { Mode } from './mode.ts';
import { narrate, type Pace } from './pace.ts';
import { permitRunbook, previewText } from './preview.ts';
import { runSteps } from './run.ts';
import { isRunnable, looksLikeRunbook, parseRunbook, type Runbook, whyUnfit } from './runbook.ts';
import { findRunbooks } from './search.ts';
import type { ToolClient } from './tool-client.ts';
import { tourText } from './tour.ts';

type TurnEnd = 'end_turn' | 'cancelled';

/** What a conversation is opened with. */
type Place = { readonly id: string; readonly folder: string; readonly tools: ToolClient | null };

/** One prompt being answered. */
type Turn = { readonly host: RunbookHost; readonly signal: AbortSignal; readonly dry: () => Drafts | null };

const DRY_NOTE = '**Dry run:** each step is shown, and nothing is run or written.';

/** One conversation: how far its runbook got, and what was allowed in it. */
export class PlaybookSession {
  readonly id: string;
  readonly folder: string;
  /** For other agents; null when the client offers none. */
  readonly tools: ToolClient | null;
  readonly #store: MemoryStore;
  readonly #pace: Pace;
  #memory: Memory;
  #running: AbortController | undefined;
  #saved: Promise<void> = Promise.resolve();

  constructor(place: Place, memory: Memory, store: MemoryStore, pace: Pace) {
    this.id = place.id;
    this.folder = place.folder;
    this.tools = place.tools;
    this.#memory = memory;
    this.#store = store;
    this.#pace = pace;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Holds from the next step on. */
  choose(mode: Mode): Promise<void> {
    return this.#remember({ ...this.#memory, mode });
  }

  /** Answers one prompt; there must be none running. `signal` cancels it like `cancel`. */
  async prompt(asked: Asked, host: RunbookHost, signal: AbortSignal): Promise<TurnEnd> {
    if (this.#running) throw new Error('A prompt is running already');
    const running = new AbortController();
    this.#running = running;
    const turn = { host, signal: AbortSignal.any([running.signal, signal]), dry: this.#dryness() };
    try {
      await this.#answer(asked, turn);
      return turn.signal.aborted ? 'cancelled' : 'end_turn';
    } finally {
      this.#running = undefined;
    }
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Nothing is asked of it any more. */
  close(): void {
    this.cancel();
    this.tools?.close();
  }

  /** Once dry, a run stays dry: its later steps build on those that did not happen. */
  #dryness(): () => Drafts | null {
    let drafts: Drafts | null = null;
    return () => {
      if (this.#memory.mode === 'dry-run') drafts ??= new Map();
      return drafts;
    };
  }

  async #answer({ text: prompt, attached }: Asked, turn: Turn): Promise<void> {
    if (attached.length > 0 && prompt.trim() === '') {
      const errand = errandOf(attached);
      if (errand.kind === 'say') return this.#say(errand.text, turn);
      return this.#start(`\`${errand.name}\``, errand.text, false, turn);
    }
    if (attached.length > 0) await this.#say(`${mention(attached)} I run what you write, and leave files alone.`, turn);
    const wanted = parseInvocation(prompt);
    switch (wanted.kind) {
      case 'runbook':
        return this.#start('your runbook', prompt, false, turn);
      case 'tour':
        return this.#start('the tour', tourText(process.platform), false, turn);
      case 'example':
        return this.#startExample(wanted.example, wanted.words, turn);
      case 'file':
        return this.#startFile(wanted.path, turn);
      case 'continue':
        return this.#continue(wanted.skip, turn);
      case 'help':
        return this.#say(helpText(await findRunbooks(this.folder)), turn);
      default:
        return assertNever(wanted);
    }
  }

  async #startExample({ name, runbook }: Example, words: string, turn: Turn): Promise<void> {
    const text = runbook(words);
    if (!text.ok) return this.#say(text.refusal, turn);
    return this.#start(`\`/${name}\``, text.value, false, turn);
  }

  async #startFile(path: string, turn: Turn): Promise<void> {
    const place = confine(this.folder, path);
    if (!place.ok) return this.#say(place.refusal, turn);
    const read = await turn.host.readFile(place.value);
    if (!read.ok) return this.#say(`\`${path}\` cannot be read: ${read.refusal}`, turn);
    if (read.value === null) return this.#say(await this.#notThere(path), turn);
    const text = read.value;
    const runbook = parseRunbook(text);
    const refusal = looksLikeRunbook(runbook) ? whyUnfit(text, runbook) : 'There is nothing to run in it.';
    if (refusal) return this.#say(`\`${path}\` was not run. ${refusal}`, turn);

    const digest = digestOf(this.folder, text);
    if (!turn.dry() && isRunnable(runbook) && !(await this.#store.isApproved(digest))) {
      await this.#say(previewText(path, runbook), turn);
      if (turn.signal.aborted) return;
      const answer = await permitRunbook(path, runbook, turn.host, turn.signal);
      if (answer === null) return;
      if (answer === 'reject') return this.#say(`\`${path}\` was not run.`, turn);
      if (answer === 'always') await this.#store.approve(digest);
    }
    return this.#start(`\`${path}\``, text, true, turn);
  }

  async #notThere(path: string): Promise<string> {
    const found = await findRunbooks(this.folder);
    const list = found.map((other) => `- \`run ${other}\``).join('\n');
    const rest = found.length > 0 ? `What I see is:\n\n${list}` : 'I see no other runbooks either.';
    return `There is no \`${path}\` in this folder. ${rest}`;
  }

  async #continue(skip: boolean, turn: Turn): Promise<void> {
    const { progress } = this.#memory;
    if (!progress || progress.finished) return this.#say('There is no runbook to go on with here.', turn);
    const { steps } = parseRunbook(progress.text);
    const skipped = skip ? steps[progress.next] : undefined;
    const next = skipped ? progress.next + 1 : progress.next;
    const step = steps[next];
    const without = skipped ? ` without ${describeStep(skipped)}` : '';
    const from = step
      ? `, from ${describeStep(step)} (step ${next + 1} of ${steps.length})`
      : ': nothing is left to do';
    await this.#say(`Going on with ${progress.name}${without}${from}.`, turn);
    if (!turn.signal.aborted) await this.#run({ ...progress, next }, turn);
  }

  async #start(name: string, text: string, approved: boolean, turn: Turn): Promise<void> {
    const runbook = parseRunbook(text);
    const refusal = whyUnfit(text, runbook);
    if (refusal) return this.#say(refusal, turn);
    if (runbook.title) await turn.host.title(runbook.title);
    const children = this.#stillThere(runbook);
    await this.#run({ name, text, next: 0, finished: false, approved, children }, turn);
  }

  /** One that starts no agents, like a prompt that only waits, is about those of the runbook before it. */
  #stillThere({ steps }: Runbook): readonly Child[] {
    const before = this.#memory.progress?.children ?? [];
    return steps.some(({ kind }) => kind === 'spawn') ? [] : before.map((child) => ({ ...child, entry: -1 }));
  }

  async #run(progress: Progress, turn: Turn): Promise<void> {
    if (turn.dry()) await this.#say(DRY_NOTE, turn);
    else await this.#remember({ ...this.#memory, progress });
    const end = await runSteps(parseRunbook(progress.text), progress.next, this.#contextOf(progress, turn));
    if (end.kind === 'finished' && !turn.dry())
      await this.#remember({ ...this.#memory, progress: { ...(this.#memory.progress ?? progress), finished: true } });
    if (end.kind !== 'stopped') return;
    const advice = 'Say `continue` to try this step again, or `skip` to go on without it.';
    await this.#say(`**Stopped.** ${end.why}\n\n${advice}`, turn);
  }

  #contextOf(progress: Progress, { host, signal, dry }: Turn): RunContext {
    const digest = digestOf(this.folder, progress.text);
    const given = () => progress.approved || this.#memory.allowed.includes(digest);
    const children = () => (dry() ? [] : (this.#memory.progress?.children ?? []));
    const change = (changes: Partial<Progress>) =>
      this.#remember({ ...this.#memory, progress: { ...(this.#memory.progress ?? progress), ...changes } });
    return {
      ...{ host, signal, dry, folder: this.folder, pace: this.#pace },
      consent: {
        get given() {
          return given();
        },
        giveAlways: () => this.#remember(allow(this.#memory, digest)),
      },
      children: {
        get list() {
          return children();
        },
        keep: (list) => change({ children: list }),
      },
      reached: (next) => change({ next }),
    };
  }

  /** One after the other, and always all of it: a choice may come in the middle of a step. */
  #remember(memory: Memory): Promise<void> {
    this.#memory = memory;
    const save = () => this.#store.save(this.id, this.#memory);
    this.#saved = this.#saved.then(save, save);
    return this.#saved;
  }

  async #say(text: string, { host, signal }: Turn): Promise<void> {
    await narrate(`${text}\n\n`, (piece) => host.say(piece), this.#pace, signal);
  }
}
