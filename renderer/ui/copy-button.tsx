import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { words } from '../words/words.ts';
import { IconButton } from './button.tsx';

const SAID_MS = 1_500;

/** `text` is asked for when it is wanted: it may be long. */
export function CopyButton({ text }: { text(): string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_MS);
  };
  const label = copied ? words().copied : words().copy;
  return <IconButton small icon={copied ? Check : Copy} label={label} onClick={() => void copy()} />;
}
