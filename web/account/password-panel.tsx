import { Alert, Button, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request, RequestProblem, sentenceOf } from '../api/request.ts';
import { tellDone } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import { NewPasswordField, PasswordField, saidOf, tooShort } from './new-password.tsx';
import page from '../shell/page.module.css';
import classes from './account.module.css';

interface Change {
  readonly body: { readonly currentPassword: string; readonly newPassword: string };
  readonly form: HTMLFormElement;
}

/** A new password in the place of the old one. */
export function PasswordPanel() {
  const queries = useQueryClient();
  const [short, setShort] = useState<string | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async ({ body }: Change) => await request('/v1/me/password', { method: 'PUT', body }),
    onSuccess: (_nothing, { form }) => {
      form.reset();
      tellDone('Your password is changed.');
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = { currentPassword: fieldOf(form, 'currentPassword'), newPassword: fieldOf(form, 'newPassword') };
    const problem = tooShort(body.newPassword);
    setShort(problem);
    if (problem === null) mutate({ body, form });
  };
  const isWrong = error instanceof RequestProblem && error.code === 'wrong_password';
  const newProblem = short ?? saidOf(error, 'newPassword');
  const isElsewhere = error !== null && !isWrong && newProblem === null;
  return (
    <section className={page.panel} aria-label="Password">
      <div className={page.panelHead}>
        <Title order={2}>Password</Title>
      </div>
      <form className={classes.form} onSubmit={submit}>
        <Text size="sm" c="dimmed">
          Your other sessions end when you change it; this one goes on.
        </Text>
        <PasswordField
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          error={isWrong ? sentenceOf(error) : null}
        />
        <NewPasswordField error={newProblem} />
        {isElsewhere && (
          <Alert variant="default" role="alert" title="Not changed">
            {sentenceOf(error)}
          </Alert>
        )}
        <Button size="sm" type="submit" loading={isPending} style={{ justifySelf: 'start' }}>
          Change password
        </Button>
      </form>
    </section>
  );
}
