import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import type { Fields } from '../../domain/settings/merge.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { Outcome } from './outcome.tsx';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

interface FormModalProps<T extends Fields> {
  readonly draft: Draft<T>;
  readonly title: string;
  readonly save: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog. Closing it asks first when something was changed. */
export function FormModal<T extends Fields>({ draft, title, save, onClose, children }: FormModalProps<T>) {
  const form = useRef<HTMLFormElement>(null);
  const [isAsking, setAsking] = useState(false);
  const { isDirty, isSaving } = draft;
  const close = (): void => {
    if (isDirty) setAsking(true);
    else onClose();
  };
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <LeaveGuard isDirty={isDirty} />
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          draft.save();
        }}
      >
        <Stack gap="sm">
          <fieldset className={classes.fields} disabled={isSaving}>
            <Stack gap="sm">{children}</Stack>
          </fieldset>
          <Outcome draft={draft} form={form} />
          <Group justify="flex-end">
            {isAsking ? (
              <>
                <Text size="sm" role="alert" className={classes.barText}>
                  What you changed is not saved.
                </Text>
                <Button variant="default" onClick={onClose}>
                  Discard it
                </Button>
                <Button onClick={() => setAsking(false)}>Go on</Button>
              </>
            ) : (
              <>
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
                <Button type="submit" loading={isSaving}>
                  {save}
                </Button>
              </>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
