import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { CHOOSABLE } from './lead-columns.tsx';

interface ColumnChoiceProps {
  /** Columns that are not named are shown. */
  readonly visibility: Readonly<Record<string, boolean>>;
  readonly onChange: (visibility: Record<string, boolean>) => void;
}

/** Which columns the table has, on this machine. */
export function ColumnChoice({ visibility, onChange }: ColumnChoiceProps) {
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns of the table">
        <Stack gap={8}>
          {CHOOSABLE.map(({ id, name }) => (
            <Checkbox
              key={id}
              size="xs"
              label={name}
              checked={visibility[id] ?? true}
              onChange={({ currentTarget }) => onChange({ ...visibility, [id]: currentTarget.checked })}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
