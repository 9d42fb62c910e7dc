import type { RootContent } from 'hast';
import { type ReactNode, useEffect, useState } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';

/** Longer code is shown without colours: they would cost more than they tell. */
const COLOURED_CHARS_MAX = 20_000;

type Props = { readonly text: string; readonly language: string; readonly growing: boolean };

/** Code that grows is plain; it gets its colours when it is complete, in place. */
export function CodeBlock({ text, language, growing }: Props) {
  const name = language.split(/\s/)[0] ?? '';
  const coloured = useColours(text, name, growing);
  return (
    <div className="code-block">
      <header className="code-head">
        <span className="grow">{name}</span>
        <CopyButton text={() => text} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <pre tabIndex={0}>
        <code>{coloured ?? text}</code>
        {growing && <span className="tail" />}
      </pre>
    </div>
  );
}

function useColours(text: string, language: string, growing: boolean): ReactNode {
  const [shown, setShown] = useState<{ readonly text: string; readonly colours: ReactNode }>();
  useEffect(() => {
    if (growing || language === '' || text.length > COLOURED_CHARS_MAX) return;
    let current = true;
    // Loaded with the first code that needs it: the grammars are the largest part of the window.
    void import('./highlight.ts').then(({ highlight }) => {
      const nodes = highlight(text, language);
      if (current && nodes) setShown({ text, colours: nodes.map(draw) });
    });
    return () => {
      current = false;
    };
  }, [text, language, growing]);
  return shown?.text === text ? shown.colours : undefined;
}

function draw(node: RootContent, index: number): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const classes = node.properties.className;
  return (
    <span key={index} className={Array.isArray(classes) ? classes.join(' ') : undefined}>
      {node.children.map(draw)}
    </span>
  );
}
