import type { ReactNode } from 'react';
import classes from './mark.module.css';

/** What a mark says by its colour, beside its word. */
export type Tone = 'ring' | 'talk' | 'wrap' | 'miss' | 'plain';

/** A word with a state's colour. Never a colour alone. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      {children}
    </span>
  );
}
