import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { request, sentenceOf } from '../api/request.ts';
import { useClock } from '../shell/session.tsx';
import { useNow } from '../shell/use-now.ts';
import type { Attribution } from './contract.ts';
import { useRefreshSettings } from './use-setting.ts';

interface ReattributeProps {
  /** Of the API. */
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  /** Of what: "the calls of 98765". */
  readonly what: string;
  /** What it does, in a sentence. */
  readonly says: string;
  /** The button stands beside what it is about. */
  readonly compact?: boolean;
}

/** Longer than the API works on one part of it. In ms. */
const WITHIN_MS = 30_000;

/** Has calls taken anew from a date on, after a number was mapped late. */
export function Reattribute({ path, body, what, says, compact = false }: ReattributeProps) {
  const clock = useClock();
  const today = clock.day(useNow(60_000));
  const refresh = useRefreshSettings();
  const [opened, { open, close }] = useDisclosure();
  const [from, setFrom] = useState(today);
  const [calls, setCalls] = useState(0);
  const { mutate, error, isPending, isSuccess, reset } = useMutation({
    mutationFn: async () => {
      setCalls(0);
      let cursor: string | null = null;
      // Many calls are done part by part; each answer says where the next begins.
      do {
        const part: Attribution = await request(path, {
          method: 'POST',
          body: { ...body, from, cursor },
          timeoutMs: WITHIN_MS,
        });
        const { calls: more } = part;
        setCalls((before) => before + more);
        cursor = part.nextCursor;
      } while (cursor !== null);
    },
    onSuccess: refresh,
  });
  return (
    <>
      <Button variant="subtle" size="compact-xs" aria-label={`Re-attribute ${what}`} onClick={open}>
        Re-attribute{compact ? '' : ` ${what}`}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`Re-attribute ${what}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={!isPending}
      >
        <Stack gap="sm">
          <Text size="sm">{says} Reports follow. Who did it stands in the audit.</Text>
          <TextInput
            type="date"
            label="From this day on"
            value={from}
            max={today}
            onChange={({ currentTarget }) => {
              reset();
              setFrom(currentTarget.value);
            }}
          />
          {error !== null && (
            <Alert color="red" variant="default" role="alert">
              {sentenceOf(error)}
            </Alert>
          )}
          {(isPending || isSuccess) && (
            <Text size="sm" role="status">
              {calls === 1 ? 'One call was' : `${calls} calls were`} taken anew{isPending ? ' so far…' : '.'}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Close
            </Button>
            {!isSuccess && (
              <Button loading={isPending} disabled={from === ''} onClick={() => mutate()}>
                Re-attribute
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
