import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { copyText } from './copy-text.ts';
import classes from './settings.module.css';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see it beside the button. */
  readonly what: string;
  readonly children?: string;
  readonly size?: 'xs' | 'compact-xs';
}

/** Says that it copied until something else is done. */
export function CopyButton({ text, what, children = 'Copy', size = 'compact-xs' }: CopyButtonProps) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  const words = { ready: children, copied: 'Copied', failed: 'Select it and copy by hand' } as const;
  return (
    <Button
      variant="default"
      size={size}
      leftSection={state === 'copied' ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      aria-label={state === 'ready' ? `Copy ${what}` : words[state]}
      onClick={() => void copyText(text).then((copied) => setState(copied ? 'copied' : 'failed'))}
      onBlur={() => setState('ready')}
    >
      {words[state]}
    </Button>
  );
}

/** A text to be copied, with its button. */
export function Copyable({ text, what }: Omit<CopyButtonProps, 'children'>) {
  return (
    <div className={classes.copyLine}>
      <code className={classes.code}>{text}</code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
