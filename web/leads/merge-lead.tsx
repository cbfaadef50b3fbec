import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Lead } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { nameOf } from './lead-columns.tsx';
import { LeadPicker } from './lead-picker.tsx';

interface MergeLeadProps {
  readonly lead: Lead;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Two leads that are one student. Which one goes is said before it does: it can't be undone. */
export function MergeLead({ lead, opened, onClose }: MergeLeadProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [into, setInto] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const close = (): void => {
    setInto(null);
    onClose();
  };
  const { mutate, isPending } = useMutation({
    mutationFn: async (id: string) =>
      await request<Lead>(`/v1/leads/${lead.id}/merge`, { method: 'POST', body: { into: id } }),
    onSuccess: (primary) => {
      tellDone('The two are one lead now.');
      for (const key of ['leads', 'calls', 'missed']) void queries.invalidateQueries({ queryKey: [key] });
      close();
      void navigate({ to: '/leads/$leadId', params: { leadId: primary.id }, search: {} });
    },
    onError: tellProblem,
  });
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={`Merge ${nameOf(lead)} into another lead`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <LeadPicker without={lead.id} deed="Choose" onPick={setInto} />
        {into !== null && (
          <>
            <Text size="sm">
              <strong>{nameOf(lead)}</strong> becomes part of{' '}
              <strong>{into.name === '' ? 'a lead without a name' : into.name}</strong>: phones, calls, notes and missed
              calls go there, and this profile can only be read from then on. It can not be undone.
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button color="red.8" loading={isPending} onClick={() => mutate(into.id)}>
                Merge
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
