import { ActionIcon, Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Counsellor, Vendor } from './contract.ts';
import { Reattribute } from './reattribute.tsx';
import type { Draft } from './use-draft.ts';
import classes from './agent-numbers.module.css';

type AgentNumber = Counsellor['agentNumbers'][number];

interface AgentNumbersProps {
  readonly draft: Draft<Counsellor>;
  readonly vendors: readonly Vendor[];
  /** Null: of somebody new. */
  readonly id: string | null;
}

/** The numbers vendors know somebody by. */
export function AgentNumbers({ draft, vendors, id }: AgentNumbersProps) {
  const { agentNumbers } = draft.value;
  const set = (next: readonly AgentNumber[]): void => draft.set('agentNumbers', next);
  const change = (index: number, changes: Partial<AgentNumber>): void =>
    set(agentNumbers.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  const usual = vendors.find(({ enabled }) => enabled)?.vendor ?? vendors[0]?.vendor ?? '';
  const taken = draft.problemAt('agentNumbers');
  return (
    <div className={classes.numbers}>
      {agentNumbers.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet: no vendor can ring this counsellor, and they can not dial out.
        </Text>
      )}
      {agentNumbers.map(({ vendor, number, vendorUserId = null }, index) => (
        // Rows have no other identity while one is being typed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={classes.number}>
          <NativeSelect
            label="Vendor"
            data={vendors.map((one) => ({ value: one.vendor, label: one.name }))}
            value={vendor}
            error={draft.problemAt(`agentNumbers.${index}.vendor`)}
            onChange={({ currentTarget }) => change(index, { vendor: currentTarget.value })}
          />
          <TextInput
            label="Agent number"
            autoComplete="off"
            value={number}
            error={draft.problemAt(`agentNumbers.${index}.number`)}
            onChange={({ currentTarget }) => change(index, { number: currentTarget.value })}
          />
          <TextInput
            label="User id at the vendor"
            autoComplete="off"
            placeholder="If it has one"
            value={vendorUserId ?? ''}
            error={draft.problemAt(`agentNumbers.${index}.vendorUserId`)}
            onChange={({ currentTarget: { value } }) => change(index, { vendorUserId: value === '' ? null : value })}
          />
          <ActionIcon
            className={classes.remove}
            aria-label={`Take number ${index + 1} away`}
            onClick={() => set(agentNumbers.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
          {id !== null && draft.base.agentNumbers.some((one) => one.vendor === vendor && one.number === number) && (
            <div className={classes.under}>
              <Reattribute
                path={`/v1/settings/counsellors/${id}/attribute`}
                body={{ vendor, number }}
                what={`the calls of ${number}`}
                says={`Calls the vendor reported for ${number} before it was entered here, or under somebody else, become this counsellor’s.`}
              />
            </div>
          )}
        </div>
      ))}
      {taken !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {taken}
        </Text>
      )}
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ justifySelf: 'start' }}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...agentNumbers, { vendor: usual, number: '' }])}
      >
        Add a number
      </Button>
    </div>
  );
}
