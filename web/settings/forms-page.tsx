import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { Mark } from '../shell/mark.tsx';
import type { Form } from './contract.ts';
import { FormModal } from './form-modal.tsx';
import { Loaded } from './loaded.tsx';
import { NameField } from './name-field.tsx';
import { formsQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { useEntry } from './use-entry.ts';
import classes from './settings.module.css';

const PATH = '/v1/settings/forms';
const NEW: Form = { id: '', name: '', active: true };

/** The forms students apply with. */
export function FormsPage(): ReactNode {
  const forms = useQuery(formsQuery);
  const [open, setOpen] = useState<Form | 'new' | null>(null);
  return (
    <>
      <PageHead
        title="Forms"
        says="What students apply with. From which forms’ applications calls can be placed is chosen at each vendor, under outgoing calls."
      >
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen('new')}>
          Add a form
        </Button>
      </PageHead>
      <Section title="Forms">
        <Loaded query={forms}>
          {(list) =>
            list.length === 0 ? (
              <div className={classes.empty}>
                There is no form yet. Without any, calls are placed from the Lead Manager only.
              </div>
            ) : (
              <ul className={classes.items}>
                {list.map((form) => (
                  <li key={form.id} className={classes.item}>
                    <strong className={classes.itemWords}>{form.name}</strong>
                    {!form.active && <Mark tone="plain">Takes no new applications</Mark>}
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={`Change ${form.name}`}
                      onClick={() => setOpen(form)}
                    >
                      Change
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      {open !== null && <FormForm form={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function FormForm({ form, onClose }: { readonly form: Form | null; readonly onClose: () => void }) {
  const draft = useEntry<Form>({
    path: PATH,
    entry: form,
    fresh: NEW,
    bodyOf: ({ name, active }) => ({ name, active }),
    onClose,
    done: 'The form is saved.',
  });
  return (
    <FormModal
      draft={draft}
      title={form === null ? 'Add a form' : `Form ${form.name}`}
      save={form === null ? 'Add it' : 'Save'}
      onClose={onClose}
    >
      <NameField draft={draft} />
      <Switch
        label="Active"
        description="Off: it takes no new applications; those that are there stay."
        checked={draft.value.active}
        onChange={({ currentTarget }) => draft.set('active', currentTarget.checked)}
      />
    </FormModal>
  );
}
