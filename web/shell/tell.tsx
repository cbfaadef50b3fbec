import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { sentenceOf } from '../api/request.ts';

/** A deed did not succeed: says why, in the API's sentence. */
export const tellProblem = (error: unknown): void => {
  notifications.show({
    message: sentenceOf(error),
    color: 'red',
    icon: <IconAlertTriangle size={18} aria-hidden />,
    autoClose: 9000,
    role: 'alert',
  });
};

export const tellDone = (message: string): void => {
  notifications.show({
    message,
    color: 'teal',
    icon: <IconCheck size={18} aria-hidden />,
    autoClose: 3500,
    role: 'status',
  });
};
