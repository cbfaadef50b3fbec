import { ActionIcon, Button, Checkbox, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { InstituteSettings } from './contract.ts';
import { Section } from './section.tsx';
import type { Draft } from './use-draft.ts';
import classes from './calling-hours.module.css';

type Hours = NonNullable<InstituteSettings['callingHours']>;
type Day = Hours[number]['days'][number];

const DAYS: readonly (readonly [Day, string])[] = [
  ['mon', 'Mon'],
  ['tue', 'Tue'],
  ['wed', 'Wed'],
  ['thu', 'Thu'],
  ['fri', 'Fri'],
  ['sat', 'Sat'],
  ['sun', 'Sun'],
];

const USUAL: Hours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', to: '19:00' }];

/** When counsellors may call students. Incoming calls are taken at any hour. */
export function CallingHours({ draft }: { readonly draft: Draft<InstituteSettings> }) {
  const hours = draft.value.callingHours;
  const set = (next: Hours | null): void => draft.set('callingHours', next);
  const change = (index: number, changes: Partial<Hours[number]>): void =>
    set((hours ?? []).map((one, at) => (at === index ? { ...one, ...changes } : one)));
  return (
    <Section
      title="Calling hours"
      says="When a click to call is placed; outside of them it is refused, but for those whose permission overrides it. Students can call you at any hour."
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Calling hours"
          data={[
            { value: 'always', label: 'At any hour' },
            { value: 'hours', label: 'At these hours' },
          ]}
          value={hours === null ? 'always' : 'hours'}
          onChange={(value) => set(value === 'always' ? null : (draft.base.callingHours ?? USUAL))}
        />
      }
    >
      {hours !== null && (
        <div className={classes.spans}>
          {hours.length === 0 && (
            <Text size="sm" role="status">
              Without any hours nobody can call students at all.
            </Text>
          )}
          {hours.map(({ days, from, to }, index) => (
            // Rows have no other identity.
            // oxlint-disable-next-line react/no-array-index-key
            <fieldset key={index} className={classes.span}>
              <legend className={classes.legend}>Hours {index + 1}</legend>
              <div className={classes.days}>
                {DAYS.map(([day, name]) => (
                  <Checkbox
                    key={day}
                    size="xs"
                    label={name}
                    checked={days.includes(day)}
                    onChange={({ currentTarget: { checked } }) =>
                      // In the order of the week, whatever the order they were chosen in.
                      change(index, {
                        days: DAYS.map(([one]) => one).filter((one) => (one === day ? checked : days.includes(one))),
                      })
                    }
                  />
                ))}
              </div>
              <TextInput
                label="From"
                placeholder="09:00"
                w={84}
                value={from}
                error={draft.problemAt(`callingHours.${index}.from`)}
                onChange={({ currentTarget }) => change(index, { from: currentTarget.value })}
              />
              <TextInput
                label="To"
                placeholder="18:00"
                w={84}
                value={to}
                error={draft.problemAt(`callingHours.${index}.to`)}
                onChange={({ currentTarget }) => change(index, { to: currentTarget.value })}
              />
              <ActionIcon
                aria-label={`Take hours ${index + 1} away`}
                onClick={() => set(hours.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
              {draft.problemAt(`callingHours.${index}.days`) !== undefined && (
                <Text size="xs" c="var(--mantine-color-error)" role="alert">
                  Choose at least one day.
                </Text>
              )}
            </fieldset>
          ))}
          <Button
            variant="subtle"
            size="compact-xs"
            style={{ justifySelf: 'start' }}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => set([...hours, ...USUAL])}
          >
            Add hours
          </Button>
        </div>
      )}
    </Section>
  );
}
