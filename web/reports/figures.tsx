import type { ReactNode } from 'react';
import type { Defined } from './definitions.ts';
import { DefinedTerm } from './defined-term.tsx';
import classes from './reports.module.css';

interface FigureProps {
  readonly label: string;
  readonly defined?: readonly Defined[];
  /** A share of the whole, or whatever puts it into proportion. */
  readonly beside?: ReactNode;
  readonly tone?: 'talk' | 'miss' | 'plain';
  readonly children: ReactNode;
}

/** The few numbers somebody looks for first. */
export function Figures({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section aria-label={label}>
      <dl className={classes.figures}>{children}</dl>
    </section>
  );
}

export function Figure({ label, defined, beside, tone = 'plain', children }: FigureProps) {
  return (
    <div className={classes.figure} data-tone={tone}>
      <dt>{defined === undefined ? label : <DefinedTerm label={label} defined={defined} />}</dt>
      <dd>
        <span className={classes.number}>{children}</span>
        {beside !== undefined && <span className={classes.beside}>{beside}</span>}
      </dd>
    </div>
  );
}
