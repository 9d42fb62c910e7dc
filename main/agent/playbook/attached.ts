import type { ContentBlock } from '@agentclientprotocol/sdk/unstable';
import { looksLikeRunbook, parseRunbook } from './runbook.ts';

/** Something that came with a prompt. `text` is null for what is no text, or came as a path alone. */
export type Attached = { readonly name: string; readonly text: string | null };

/** What a person asks: what they wrote, and the files that go with it. */
export type Asked = { readonly text: string; readonly attached: readonly Attached[] };

/** What the person wrote is run; blocks that are only meant for the agent to know are not, and neither are files. */
export function askedBy(blocks: readonly ContentBlock[]): Asked {
  const texts = blocks.flatMap((block) => {
    if (block.type !== 'text') return [];
    const audience = block.annotations?.audience;
    return audience && !audience.includes('user') ? [] : [block.text];
  });
  return { text: texts.join('\n\n'), attached: blocks.flatMap(attachedBy) };
}

function attachedBy(block: ContentBlock): readonly Attached[] {
  switch (block.type) {
    case 'resource': {
      const { resource } = block;
      return [{ name: nameOf(resource.uri), text: 'text' in resource ? resource.text : null }];
    }
    case 'resource_link':
      return [{ name: block.name, text: null }];
    case 'image':
      return [{ name: block.uri ? nameOf(block.uri) : 'a picture', text: null }];
    default:
      return [];
  }
}

function nameOf(uri: string): string {
  const last = uri.split('/').at(-1) ?? uri;
  try {
    return decodeURIComponent(last);
  } catch (error) {
    if (error instanceof URIError) return last;
    throw error;
  }
}

/** What becomes of files that come without a word. */
type Errand =
  | { readonly kind: 'run'; readonly name: string; readonly text: string }
  | { readonly kind: 'say'; readonly text: string };

/** A runbook among them is run; with none, or with several, the person is asked for one. */
export function errandOf(attached: readonly Attached[]): Errand {
  const runbooks = attached.flatMap(({ name, text }) =>
    text !== null && MARKDOWN.test(name) && looksLikeRunbook(parseRunbook(text)) ? [{ name, text }] : [],
  );
  const [runbook, another] = runbooks;
  if (runbook && !another) return { kind: 'run', ...runbook };
  const advice = runbook
    ? 'I run one runbook at a time: attach the one that you mean.'
    : 'I run runbooks: attach a Markdown file that has something to run, or write it into the prompt.';
  return { kind: 'say', text: `${mention(attached)} ${advice}` };
}

/** A sentence that names them. */
export const mention = (attached: readonly Attached[]): string =>
  `You attached ${attached.map(({ name }) => `\`${name}\``).join(', ')}.`;

const MARKDOWN = /\.(?:md|markdown)$/i;
