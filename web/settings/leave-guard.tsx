import { Button, Group, Modal, Text } from '@mantine/core';
import { hashKey } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';

/** Asks before a page is left on which something was changed and not saved: by a link, by going back, or by closing the tab. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // To another place on the same page nothing is left.
    shouldBlockFn: ({ current, next }) =>
      isDirty && (current.pathname !== next.pathname || hashKey([current.search]) !== hashKey([next.search])),
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title="Leave without saving?"
      closeButtonProps={{ 'aria-label': 'Stay on the page' }}
    >
      <Text size="sm">What you changed on this page is not saved yet.</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => proceed?.()}>
          Leave, and lose the changes
        </Button>
        <Button data-autofocus onClick={() => reset?.()}>
          Stay
        </Button>
      </Group>
    </Modal>
  );
}
