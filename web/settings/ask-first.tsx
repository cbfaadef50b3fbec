import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { sentenceOf } from '../api/request.ts';
import { tellDone } from '../shell/tell.tsx';

interface AskFirstProps {
  /** What the button says. */
  readonly button: string;
  /** Of which thing, for those who do not see what the button stands beside. */
  readonly of: string;
  readonly title: string;
  /** What it brings about. */
  readonly says: string;
  readonly confirm: string;
  readonly deed: () => Promise<unknown>;
  readonly done: string;
}

/** A button for something that can not be undone: what it brings about is said first. */
export function AskFirst({ button, of, title, says, confirm, deed, done }: AskFirstProps) {
  const [opened, { open, close }] = useDisclosure();
  const { mutate, error, isPending } = useMutation({
    mutationFn: deed,
    onSuccess: () => {
      close();
      tellDone(done);
    },
  });
  return (
    <>
      <Button variant="subtle" size="compact-xs" aria-label={`${button} ${of}`} onClick={open}>
        {button}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack gap="sm">
          <Text size="sm">{says}</Text>
          {error !== null && (
            <Alert color="red" variant="default" role="alert">
              {sentenceOf(error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button color="red.8" loading={isPending} onClick={() => mutate()}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
