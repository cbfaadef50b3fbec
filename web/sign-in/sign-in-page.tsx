import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, type FormEvent, type ReactNode } from 'react';
import type { Session } from '../api/contract.ts';
import { sessionQuery } from '../api/queries.ts';
import { request, sentenceOf } from '../api/request.ts';
import { closeDesk } from '../feed/desk-context.tsx';
import { Wordmark } from '../shell/wordmark.tsx';
import { fieldOf } from '../words/form.ts';
import { InstituteDoor } from './institute-door.tsx';
import { signInProblem } from './problems.ts';
import classes from './sign-in.module.css';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The door. */
export function SignInPage(): ReactNode {
  // As the route reads it.
  const { to, problem } = useSearch({ strict: false }) as { readonly to?: string; readonly problem?: string };
  // Only within: an address from elsewhere never becomes a way out.
  const returnTo = to?.startsWith('/') && !to.startsWith('//') ? to : '/';
  const queries = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    document.title = 'Sign in · Callthread';
  }, []);
  const signIn = useMutation({
    mutationFn: async (body: Credentials) => await request<Session>('/v1/session', { method: 'POST', body }),
    onSuccess: (session) => {
      // What was read belongs to whoever was here before; their stream may have ended with their session.
      queries.clear();
      closeDesk();
      queries.setQueryData(sessionQuery.queryKey, session);
      router.history.push(returnTo);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    signIn.mutate({ email: fieldOf(form, 'email'), password: fieldOf(form, 'password') });
  };
  const said = signIn.isError ? sentenceOf(signIn.error) : problem === undefined ? null : signInProblem(problem);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <form onSubmit={submit}>
          <Stack gap="md">
            <Wordmark />
            <div>
              <Title order={1}>Sign in</Title>
              <Text size="sm" c="dimmed">
                With the e-mail address your institute knows you by.
              </Text>
            </div>
            {said !== null && (
              <Alert color="red" variant="light" role="alert" classNames={{ message: classes.problem }}>
                {said}
              </Alert>
            )}
            <TextInput size="sm" label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
            <PasswordInput
              size="sm"
              label="Password"
              name="password"
              autoComplete="current-password"
              required
              description="Forgotten it? Your administrator can give you a link to set a new one."
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
            />
            <Button size="sm" type="submit" loading={signIn.isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
        <div className={classes.other}>
          <InstituteDoor returnTo={returnTo} />
        </div>
      </div>
    </main>
  );
}
