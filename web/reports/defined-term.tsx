import { HoverCard } from '@mantine/core';
import { meaningOf, type Defined } from './definitions.ts';
import classes from './reports.module.css';

interface DefinedTermProps {
  readonly label: string;
  /** What it is called in full; default: the label. */
  readonly title?: string;
  readonly defined: readonly Defined[];
}

/** A word that says what it means: to the mouse over it, the keyboard on it, the finger that taps it. */
export function DefinedTerm({ label, title = label, defined }: DefinedTermProps) {
  return (
    <HoverCard
      role="tooltip"
      events={{ hover: true, focus: true, touch: true }}
      openDelay={150}
      interactive
      position="bottom"
      width={300}
      shadow="md"
      withArrow
    >
      <HoverCard.Target>
        <button type="button" className={classes.term}>
          {label}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes.meaning}>
        <strong>{title}</strong>
        <div>{meaningOf(...defined)}</div>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
