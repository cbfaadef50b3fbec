import { Button, Text } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import type { Fields } from '../../domain/settings/merge.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { Outcome } from './outcome.tsx';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

interface SettingsFormProps<T extends Fields> {
  readonly draft: Draft<T>;
  /** What the form is about, for those who do not see it. */
  readonly label: string;
  /** On the button. */
  readonly save?: string;
  /** The button is there before anything was changed: something new. */
  readonly isNew?: boolean;
  readonly children: ReactNode;
}

/** A form of settings: as long as something is not saved a bar at its end says so, and nobody leaves it by a slip. */
export function SettingsForm<T extends Fields>({
  draft,
  label,
  save = 'Save',
  isNew = false,
  children,
}: SettingsFormProps<T>) {
  const form = useRef<HTMLFormElement>(null);
  const { isDirty, isSaving } = draft;
  return (
    <form
      ref={form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        draft.save();
      }}
    >
      <LeaveGuard isDirty={isDirty} />
      <fieldset className={classes.fields} disabled={isSaving}>
        {children}
      </fieldset>
      {(isDirty || isNew) && (
        <div className={classes.bar}>
          <Outcome draft={draft} form={form} />
          <div className={classes.barButtons}>
            <Text size="sm" role="status" className={classes.barText}>
              {isDirty ? 'Changes are not saved yet.' : ''}
            </Text>
            {isDirty && (
              <Button variant="default" disabled={isSaving} onClick={draft.discard}>
                Discard changes
              </Button>
            )}
            <Button type="submit" loading={isSaving}>
              {save}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
