import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { request, sentenceOf } from '../api/request.ts';
import type { Rotation, Sheet } from './contract.ts';
import { useRefreshSettings } from './use-setting.ts';

const OVERLAPS = [
  { value: '86400', label: 'One more day' },
  { value: '604800', label: 'One more week' },
  { value: '2592000', label: 'Thirty more days' },
  { value: '0', label: 'No longer: it ends at once' },
];

const WORDS = {
  token: {
    button: 'Make a new token',
    title: 'A new token',
    says: 'Only this vendor has to be told of it.',
  },
  secretKey: {
    button: 'Make a new secret key',
    title: 'A new secret key',
    says: 'The secret key is one for all your vendors: every vendor that uses it has to be told of the new one, not only this.',
  },
} as const;

interface RotateProps {
  readonly what: keyof typeof WORDS;
  readonly vendor: Sheet['vendor'];
  readonly onMade: (made: Rotation) => void;
}

/** Makes a new token or secret key; the old one goes on working for as long as it takes to tell the vendor. */
export function RotateCredential({ what, vendor, onMade }: RotateProps) {
  const [opened, { open, close }] = useDisclosure();
  const [overlap, setOverlap] = useState('86400');
  const refresh = useRefreshSettings();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () =>
      await request<Rotation>(`/v1/settings/telephony/${vendor.slug}/rotate`, {
        method: 'POST',
        body: { what, overlapSeconds: Number(overlap) },
      }),
    onSuccess: (made) => {
      onMade(made);
      refresh();
      close();
    },
  });
  const { button, title, says } = WORDS[what];
  return (
    <>
      <Button variant={what === 'token' ? 'filled' : 'default'} onClick={open}>
        {button}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack gap="sm">
          <Text size="sm">{says}</Text>
          <NativeSelect
            label="The one before it works"
            description="Where there is one. Long enough to have the new one entered at the vendor."
            data={OVERLAPS}
            value={overlap}
            onChange={({ currentTarget }) => setOverlap(currentTarget.value)}
          />
          {error !== null && (
            <Alert color="red" variant="default" role="alert">
              {sentenceOf(error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button loading={isPending} onClick={() => mutate()}>
              Make it
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
