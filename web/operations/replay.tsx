import { Alert, Button, Group, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import { request, sentenceOf } from '../api/request.ts';
import type { LogEntry, Replayed } from './contract.ts';
import { outcomeOf, replayRefusal } from './request-words.ts';

/** Takes a request in once more, after it is said what that does; then says what came of it. */
export function Replay({ entry }: { readonly entry: LogEntry }) {
  const queries = useQueryClient();
  const [isAsked, asking] = useDisclosure();
  const replay = useMutation({
    mutationFn: async () => await request<Replayed>(`/v1/telephony-logs/${entry.id}/replay`, { method: 'POST' }),
    onSuccess: () => {
      for (const key of ['operations', 'calls']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const refusal = replayRefusal(entry);
  const close = (): void => {
    asking.close();
    replay.reset();
  };
  const button = (
    <Button
      variant="default"
      leftSection={<IconRefresh size={15} aria-hidden />}
      // Not `disabled`: a button that says why it does nothing must be reachable.
      aria-disabled={refusal !== null}
      data-disabled={refusal !== null}
      onClick={refusal === null ? asking.open : undefined}
    >
      Replay
    </Button>
  );
  return (
    <>
      {refusal === null ? button : <Tooltip label={refusal}>{button}</Tooltip>}
      <Modal
        opened={isAsked}
        onClose={close}
        title={replay.data === undefined ? 'Take this request in again?' : 'What came of it'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="sm">
          {replay.data === undefined ? (
            <Text size="sm">
              It is read by today’s settings, as of when it came, and under its own id: what it tells is told to its
              call, and counsellors may see what follows. If it was taken in before, nothing changes.
            </Text>
          ) : (
            <WhatCame replayed={replay.data} />
          )}
          {replay.isError && (
            <Alert variant="default" role="alert" title="It was not taken in">
              {sentenceOf(replay.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus={replay.data !== undefined || undefined}>
              {replay.data === undefined ? 'Cancel' : 'Close'}
            </Button>
            {replay.data === undefined && (
              <Button loading={replay.isPending} onClick={() => replay.mutate()} data-autofocus>
                Replay
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function WhatCame({ replayed: { taken, outcome, status } }: { readonly replayed: Replayed }) {
  const { label, text } = outcomeOf(outcome);
  return (
    <Alert variant="default" role="status" title={taken ? label : 'Nothing changed'}>
      <Text size="sm">
        {taken ? text : `It had been taken in before, or can not be: ${label.toLowerCase()}. ${text}`} The answer is
        HTTP {status}.
      </Text>
    </Alert>
  );
}
