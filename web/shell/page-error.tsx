import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/request.ts';
import classes from './page.module.css';

/** What stands where a page broke; the rest of the desk goes on. */
export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  return (
    <main className={classes.alone}>
      <Alert
        color="red"
        variant="default"
        icon={<IconAlertTriangle aria-hidden />}
        title="This page could not be shown"
        role="alert"
      >
        <Text size="sm">{sentenceOf(error)}</Text>
        <Group mt="sm">
          <Button
            onClick={() => {
              reset();
              void router.invalidate();
            }}
          >
            Try again
          </Button>
          <Button variant="default" onClick={() => window.location.reload()}>
            Load the page anew
          </Button>
        </Group>
      </Alert>
    </main>
  );
}

/** What stands at the address of a page for which whoever looks has no permission. */
export function NotForYou(): ReactNode {
  return (
    <div className={classes.alone}>
      <Title order={1}>This page is not open to you</Title>
      <Text mt="xs">
        It needs a permission that you do not have. Whoever administers calling at your institute can give it to you.{' '}
        <Link to="/">Go to the desk</Link>
      </Text>
    </div>
  );
}

export function NotFound(): ReactNode {
  return (
    <main className={classes.alone}>
      <Title order={1}>There is nothing at this address</Title>
      <Text mt="xs">
        It may have been moved. <Link to="/">Go to the desk</Link>
      </Text>
    </main>
  );
}
