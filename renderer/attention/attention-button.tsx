import { DropdownMenu } from 'radix-ui';
import { type Attention, byNeed, isNeed } from '../../protocol/attention.ts';
import { wayName } from '../asks/way.tsx';
import { useAgent, useAttention } from '../stores/sessions.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { KeyOf } from '../ui/key.tsx';
import { words } from '../words/words.ts';
import { goTo } from './go-to.ts';
import './attention.css';

/** More fit no menu; the list of sessions has them all. */
const SHOWN_MAX = 12;

const SHAPES = { waiting: 'ask', failed: 'fail', limited: 'limit', finished: 'done' } as const;

/** How many sessions need the person, and the way to each; nothing when none is new. */
export function AttentionButton() {
  const wanted = byNeed(useAttention()).filter(({ kind }) => kind !== 'limited');
  const needs = wanted.filter(isNeed);
  if (wanted.length === 0) return null;
  const label = words().attentionButton(needs.length);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="attention-btn" aria-label={label} title={label}>
        <Glyph shape={SHAPES[wanted[0]?.kind ?? 'finished']} label={null} />
        <span className="attention-count">{needs.length || wanted.length}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu attention-menu" data-scope="menu" align="start" sideOffset={4}>
        <Section title={words().attentionNeeds} wanted={needs} withKey />
        <Section title={words().attentionNew} wanted={wanted.slice(needs.length)} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

type SectionProps = { readonly title: string; readonly wanted: readonly Attention[]; readonly withKey?: boolean };

function Section({ title, wanted, withKey = false }: SectionProps) {
  if (wanted.length === 0) return null;
  const more = wanted.length - SHOWN_MAX;
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className="attention-head">
        <span className="grow">{title}</span>
        {withKey && <KeyOf command="attention.next" />}
      </DropdownMenu.Label>
      {wanted.slice(0, SHOWN_MAX).map((one) => (
        <Line key={one.session} attention={one} />
      ))}
      {more > 0 && <div className="attention-head">{words().attentionMore(more)}</div>}
    </DropdownMenu.Group>
  );
}

function Line({ attention }: { readonly attention: Attention }) {
  const agent = useAgent(attention.agentId);
  return (
    <DropdownMenu.Item className="menu-item attention-line" onSelect={() => goTo(attention)}>
      <Glyph shape={SHAPES[attention.kind]} label={words().attentionKind(attention.kind)} />
      <span className="grow attention-words">
        <span className="cut">{attention.title || words().untitled}</span>
        {attention.path.length > 0 && <span className="cut attention-path">{wayName(attention.path)}</span>}
      </span>
      <AgentSquare id={attention.agentId} name={agent?.name ?? attention.agentId} />
    </DropdownMenu.Item>
  );
}
