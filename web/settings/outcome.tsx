import { Alert, Button, Text } from '@mantine/core';
import { useEffect, type RefObject } from 'react';
import type { Fields } from '../../domain/settings/merge.ts';
import { RequestProblem, sentenceOf } from '../api/request.ts';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

interface OutcomeProps<T extends Fields> {
  readonly draft: Draft<T>;
  /** The form whose fields show what is wrong with them. */
  readonly form: RefObject<HTMLFormElement | null>;
}

/** Why a draft was not saved. The first field that shows it is gone to. */
export function Outcome<T extends Fields>({ draft, form }: OutcomeProps<T>) {
  const { error, conflicts } = draft;
  useEffect(() => {
    if (error === null && conflicts.length === 0) return;
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    // In the middle: at the end of the page the bar would lie over it.
    first?.scrollIntoView({ block: 'center' });
    first?.focus({ preventScroll: true });
  }, [form, error, conflicts]);
  if (conflicts.length > 0) {
    return (
      <Alert variant="default" role="alert" title="Somebody else saved this meanwhile">
        <Text size="sm">
          Nothing was written. What both of you changed is marked above; what else they changed stays either way.
        </Text>
        <div className={classes.alertButtons}>
          <Button variant="default" onClick={draft.takeTheirs}>
            Take theirs
          </Button>
          <Button variant="default" onClick={draft.keepMine}>
            Save mine over it
          </Button>
        </div>
      </Alert>
    );
  }
  if (error === null) return null;
  const problems = error instanceof RequestProblem ? error.fields : [];
  // Of fields that the form has: each says it itself.
  const isMarked = problems.length > 0 && problems.every(({ path }) => (path.split('.')[0] ?? '') in draft.value);
  return (
    <Alert color="red" variant="default" role="alert" title="Not saved">
      {isMarked ? 'What is marked above has to be put right first. Nothing was written.' : sentenceOf(error)}
    </Alert>
  );
}
