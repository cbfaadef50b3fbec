import { Alert, Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { request, sentenceOf } from '../api/request.ts';
import { useClock } from '../shell/session.tsx';
import type { PasswordReset } from './contract.ts';
import { Copyable } from './copy-button.tsx';
import classes from './settings.module.css';

/** A link by which somebody sets their own password. It is shown this once. */
export function Invitation({ counsellorId, name }: { readonly counsellorId: string; readonly name: string }) {
  const clock = useClock();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () =>
      await request<PasswordReset>(`/v1/settings/counsellors/${counsellorId}/password-reset`, { method: 'POST' }),
  });
  return (
    <div className={classes.block}>
      {error !== null && (
        <Alert color="red" variant="default" role="alert" mb={10}>
          {sentenceOf(error)}
        </Alert>
      )}
      {data !== undefined && (
        <div role="status">
          <Text size="sm" fw={600} mb={6}>
            Give this link to {name} by a way that is theirs alone. It is shown this once and works until{' '}
            {clock.when(data.expiresAt)}.
          </Text>
          <Copyable text={linkOf(data.token)} what="the link" />
        </div>
      )}
      <Button mt={data === undefined ? 0 : 10} variant="default" loading={isPending} onClick={() => mutate()}>
        {data === undefined ? 'Make a sign-in link' : 'Make another link'}
      </Button>
    </div>
  );
}

const linkOf = (token: string): string => `${window.location.origin}/reset-password?token=${encodeURIComponent(token)}`;
