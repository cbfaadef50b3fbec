import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './settings.module.css';

interface PageHeadProps {
  readonly title: string;
  /** What the page is for, in a sentence or two. */
  readonly says: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}

/** The head of a page of settings. */
export function PageHead({ title, says, children }: PageHeadProps) {
  return (
    <div className={classes.head}>
      <div className={classes.headWords}>
        <Title order={1}>{title}</Title>
        <p className={classes.lead}>{says}</p>
      </div>
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly says?: ReactNode;
  /** Which step of the vendor's guide it is. */
  readonly step?: number;
  readonly id?: string;
  /** On the right of the head. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Settings that belong together. */
export function Section({ title, says, step, id, actions, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title} {...(id !== undefined && { id })}>
      <div className={classes.sectionHead}>
        {step !== undefined && (
          <span className={classes.step} aria-hidden>
            {step}
          </span>
        )}
        <div className={classes.sectionWords}>
          <Title order={2}>{title}</Title>
          {says !== undefined && <p className={classes.sectionSays}>{says}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
