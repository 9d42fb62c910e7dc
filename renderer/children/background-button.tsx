import { Bot } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { useShallow } from 'zustand/shallow';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { useAgent, useSessions } from '../stores/sessions.ts';
import { useTree } from '../stores/tree.ts';
import { select } from '../stores/window.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { ActivityGlyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { backgroundOf } from './projection.ts';
import './background.css';

/** How many agents a session has at work in the background, and the way to each; a session without children needs no button. */
export function BackgroundButton({ head }: { readonly head: Head }) {
  return head.children.length === 0 ? null : <Button head={head} />;
}

function Button({ head }: { readonly head: Head }) {
  useTree(head.id); // asks for those that stand in no list
  const working = useSessions(useShallow(({ summaries }) => backgroundOf(head.children, summaries)));
  const [opened, setOpened] = useState<SessionId | null>(null);
  const open = opened === head.id && working.length > 0;
  // Empty once, it is closed: what comes later does not open it again.
  if (opened !== null && !open) setOpened(null);
  const label = words().backgroundButton(working.length);
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={(on) => setOpened(on ? head.id : null)}>
      <DropdownMenu.Trigger
        className="icon-btn background-btn"
        disabled={working.length === 0}
        aria-label={label}
        title={label}
      >
        <Icon of={Bot} />
        {working.length > 0 && (
          <span className="background-count" aria-hidden>
            <span className="background-dot" />
            {words().number(working.length)}
          </span>
        )}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu background-menu" data-scope="menu" align="end" sideOffset={4}>
        <DropdownMenu.Label className="background-title">{words().backgroundAgents}</DropdownMenu.Label>
        {working.map((child) => (
          <Line key={child.id} child={child} />
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Line({ child }: { readonly child: Summary }) {
  const { id, activity, agentId, title, type } = child;
  const agent = useAgent(agentId);
  const name = agent?.name ?? `@${agentId}`;
  return (
    <DropdownMenu.Item className="menu-item background-line" onSelect={() => select(id)}>
      <ActivityGlyph activity={activity} />
      <span className="grow background-words">
        <span className="cut">{title || words().untitled}</span>
        <span className="cut background-about">
          {[type, name, words().activity(activity)].filter((part) => part !== null).join(' · ')}
        </span>
      </span>
      <AgentSquare id={agentId} name={name} />
    </DropdownMenu.Item>
  );
}
