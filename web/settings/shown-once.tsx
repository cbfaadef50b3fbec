import { Alert, Button, Text } from '@mantine/core';
import { Copyable } from './copy-button.tsx';

interface ShownOnceProps {
  /** What it is: "The key of Timetable". */
  readonly title: string;
  readonly secret: string;
  readonly says: string;
  readonly onDone: () => void;
}

/** A secret at the only moment it can be seen. */
export function ShownOnce({ title, secret, says, onDone }: ShownOnceProps) {
  return (
    <Alert variant="default" title={title} role="status" mb={18}>
      <Text size="sm" mb={8}>
        {says}
      </Text>
      <Copyable text={secret} what={title.toLowerCase()} />
      <Button variant="default" mt={10} onClick={onDone}>
        I have kept it
      </Button>
    </Alert>
  );
}
