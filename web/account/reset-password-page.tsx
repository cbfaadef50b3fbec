import { Alert, Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { request, sentenceOf } from '../api/request.ts';
import { Wordmark } from '../shell/wordmark.tsx';
import { fieldOf } from '../words/form.ts';
import { NewPasswordField, saidOf, tooShort } from './new-password.tsx';
import door from '../sign-in/sign-in.module.css';

/** A new password by the link an administrator handed out, for whoever is not signed in. */
export function ResetPasswordPage(): ReactNode {
  // As the route reads it.
  const { token } = useSearch({ strict: false }) as { readonly token?: string };
  useEffect(() => {
    document.title = 'New password · Callthread';
  }, []);
  return (
    <main className={door.page}>
      <div className={door.card}>
        <Stack gap="md">
          <Wordmark />
          {token === undefined ? (
            <>
              <Title order={1}>This link is not whole</Title>
              <Text size="sm">
                Open it again as you were given it, or ask whoever administers calling for a new one.
              </Text>
              <ToTheDoor />
            </>
          ) : (
            <ByToken token={token} />
          )}
        </Stack>
      </div>
    </main>
  );
}

function ByToken({ token }: { readonly token: string }) {
  const [short, setShort] = useState<string | null>(null);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: async (password: string) =>
      await request('/v1/session/password-reset', { method: 'POST', body: { token, password } }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const password = fieldOf(event.currentTarget, 'newPassword');
    const problem = tooShort(password);
    setShort(problem);
    if (problem === null) mutate(password);
  };
  if (isSuccess) {
    return (
      <>
        <Title order={1}>Your password is set</Title>
        <Text size="sm" role="status">
          Sign in with it. Wherever you were signed in, you are not any more.
        </Text>
        <ToTheDoor />
      </>
    );
  }
  const said = short ?? saidOf(error, 'password');
  return (
    <>
      <div>
        <Title order={1}>New password</Title>
        <Text size="sm" c="dimmed">
          This link is good for one use, within a day of when it was made.
        </Text>
      </div>
      {error !== null && said === null && (
        <Alert color="red" variant="light" role="alert" classNames={{ message: door.problem }}>
          {sentenceOf(error)}
        </Alert>
      )}
      <form onSubmit={submit}>
        <Stack gap="md">
          <NewPasswordField error={said} />
          <Button size="sm" type="submit" loading={isPending}>
            Set password
          </Button>
        </Stack>
      </form>
      <ToTheDoor />
    </>
  );
}

function ToTheDoor() {
  return (
    <Anchor size="sm" renderRoot={(props) => <Link to="/sign-in" search={{}} {...props} />}>
      Sign in
    </Anchor>
  );
}
