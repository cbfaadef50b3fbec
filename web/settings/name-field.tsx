import { TextInput } from '@mantine/core';

interface NameFieldProps {
  readonly draft: {
    readonly value: { readonly name: string };
    readonly set: (path: 'name', value: string) => void;
    readonly problemAt: (path: 'name') => string | undefined;
  };
  readonly says?: string;
}

/** What something is called: the first field of its dialog. */
export function NameField({ draft, says }: NameFieldProps) {
  return (
    <TextInput
      label="Name"
      description={says}
      data-autofocus
      autoComplete="off"
      value={draft.value.name}
      error={draft.problemAt('name')}
      onChange={({ currentTarget }) => draft.set('name', currentTarget.value)}
    />
  );
}
