import { NativeSelect, Switch } from '@mantine/core';
import { ROW, SWITCH, type Choice } from './setting-rows.tsx';

interface PermissionRowProps {
  readonly title: string;
  readonly description: string;
  /** The first is that nothing is said of it. */
  readonly options: readonly Choice[];
  readonly value: string | null;
  readonly error: string | undefined;
  readonly onChange: (scope: string | null) => void;
}

/** One permission: a switch where it is granted or not, a choice where it reaches so or so far. */
export function PermissionRow({ title, description, options, value, error, onChange }: PermissionRowProps) {
  const isPlain = options.length === 2 && options[1]?.value === 'yes';
  if (isPlain) {
    return (
      <Switch
        classNames={SWITCH}
        labelPosition="left"
        label={title}
        description={description}
        checked={value === 'yes'}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'yes' : null)}
      />
    );
  }
  return (
    <NativeSelect
      classNames={ROW}
      label={title}
      description={description}
      data={[...options]}
      value={value ?? ''}
      error={error}
      onChange={({ currentTarget: { value: scope } }) => onChange(scope === '' ? null : scope)}
    />
  );
}
