import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import type { Lead } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { tellProblem } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';

/** A lead made by hand; its profile opens. */
export function NewLead({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { mutate, isPending } = useMutation({
    mutationFn: async (body: Readonly<Record<string, unknown>>) =>
      await request<Lead>('/v1/leads', { method: 'POST', body }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onClose();
      void navigate({ to: '/leads/$leadId', params: { leadId: id }, search: {} });
    },
    onError: tellProblem,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, email, number] = ['name', 'email', 'number'].map((field) => fieldOf(form, field).trim());
    mutate({ name, phones: [{ number }], ...(email !== '' && { email }) });
  };
  return (
    <Modal opened={opened} onClose={onClose} title="New lead" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="Name" name="name" required maxLength={200} data-autofocus />
          <TextInput
            label="Number"
            name="number"
            type="tel"
            required
            description="In any spelling; without a country code it is read as one of your institute’s country."
          />
          <TextInput label="E-mail" name="email" type="email" />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending}>
              Create lead
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
