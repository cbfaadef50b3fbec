import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

/** As the API has it (domain/access/grants.ts). */
const NAME = /^[a-z][a-z0-9_-]{0,49}$/;

/** Opens a role that nobody has yet: it is there as soon as something is granted to it or somebody has it. */
export function NewRole() {
  const navigate = useNavigate();
  const [opened, { toggle, close }] = useDisclosure();
  const [name, setName] = useState('');
  const isGood = NAME.test(name);
  return (
    <Popover opened={opened} onChange={close} position="bottom-end" trapFocus withinPortal={false}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={toggle}>
          New role
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="New role">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!isGood) return;
            close();
            void navigate({ to: '/settings/permissions', search: { role: name } });
          }}
        >
          <Stack gap={8}>
            <TextInput
              label="Name"
              description="Small letters, digits, - and _"
              value={name}
              error={name !== '' && !isGood ? 'Begins with a small letter; small letters, digits, - and _' : undefined}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              data-autofocus
            />
            <Button type="submit" disabled={!isGood}>
              Choose what it grants
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
