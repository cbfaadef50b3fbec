import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Lead } from '../api/contract.ts';
import { CallButton } from '../calling/call-button.tsx';
import { useMay } from '../shell/session.tsx';
import { refusalOf, nameOf } from './lead-columns.tsx';
import classes from './lead-page.module.css';

type Phone = Lead['phones'][number];

/** A phone as it is being edited; a new one has no id yet. */
export type EditedPhone = Pick<Phone, 'number' | 'kind'> & { readonly id?: string; readonly verified?: boolean };

interface LeadPhonesProps {
  readonly lead: Lead;
  readonly phones: readonly EditedPhone[];
  readonly onChange: (phones: readonly EditedPhone[]) => void;
  readonly isReadOnly: boolean;
}

const KINDS = [
  { value: 'primary', label: 'Primary' },
  { value: 'alternate', label: 'Alternate' },
];

/** A lead's phones. A masked one stands for itself: it can be called, kept or taken away, not rewritten. */
export function LeadPhones({ lead, phones, onChange, isReadOnly }: LeadPhonesProps) {
  const may = useMay();
  const change = (index: number, changes: Partial<EditedPhone>): void =>
    onChange(phones.map((phone, at) => (at === index ? { ...phone, ...changes } : phone)));
  return (
    <fieldset className={classes.phones}>
      <legend>Phones</legend>
      {phones.map((phone, index) => (
        // Rows have no other identity while one is being typed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={classes.phone}>
          <TextInput
            aria-label={`Phone ${index + 1}`}
            description={phone.verified === true ? 'Verified by a call' : undefined}
            type="tel"
            required
            value={phone.number}
            readOnly={phone.id !== undefined && !may('full_numbers')}
            onChange={({ currentTarget }) => change(index, { number: currentTarget.value })}
          />
          <NativeSelect
            aria-label={`Kind of phone ${index + 1}`}
            data={KINDS}
            value={phone.kind}
            onChange={({ currentTarget }) =>
              change(index, { kind: currentTarget.value === 'primary' ? 'primary' : 'alternate' })
            }
          />
          {phone.id === undefined || isReadOnly ? (
            <span />
          ) : (
            <CallButton
              compact
              target={{ leadId: lead.id, phoneId: phone.id }}
              whom={`${nameOf(lead)} on phone ${index + 1}`}
              refusal={refusalOf(lead, may('override_call_guards'))}
            />
          )}
          <ActionIcon
            aria-label={`Take phone ${index + 1} away`}
            onClick={() => onChange(phones.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        style={{ justifySelf: 'start' }}
        variant="subtle"
        size="compact-xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...phones, { number: '', kind: phones.length === 0 ? 'primary' : 'alternate' }])}
      >
        Add a phone
      </Button>
    </fieldset>
  );
}
