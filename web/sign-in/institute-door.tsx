import { Anchor, Button, Group, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { queryOf } from '../api/request.ts';
import { fieldOf } from '../words/form.ts';

const KEY = 'callthread-institute';

/** The way in by the institution's own sign-in; which institution, a browser is told once. */
export function InstituteDoor({ returnTo }: { readonly returnTo: string }) {
  const [isOpen, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const institute = fieldOf(event.currentTarget, 'institute').trim();
    localStorage.setItem(KEY, institute);
    window.location.assign(`/v1/session/oidc/${encodeURIComponent(institute)}${queryOf({ returnTo })}`);
  };
  if (!isOpen) {
    return (
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(true)}>
        Sign in through your institution
      </Anchor>
    );
  }
  return (
    <form onSubmit={submit}>
      <Group gap={8} align="flex-end" wrap="nowrap">
        <TextInput
          size="sm"
          flex={1}
          label="Your institution’s number"
          name="institute"
          inputMode="numeric"
          pattern="[1-9][0-9]{0,8}"
          required
          autoFocus
          defaultValue={localStorage.getItem(KEY) ?? ''}
        />
        <Button size="sm" variant="default" type="submit">
          Go on
        </Button>
      </Group>
    </form>
  );
}
