import { Modal } from '@mantine/core';
import type { Application } from '../api/contract.ts';
import { ApplicationForm, type Applicant } from './application-form.tsx';

interface ApplicationDialogProps {
  /** The one that is edited; without it a new one is made. */
  readonly application?: Application | undefined;
  /** Whose the new one is; without it the dialog asks. */
  readonly lead?: Applicant;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ApplicationDialog({ application, lead, opened, onClose }: ApplicationDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={application === undefined ? 'New application' : 'Edit application'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {/* Begun anew each time it opens. */}
      <ApplicationForm application={application} lead={application?.lead ?? lead} onClose={onClose} />
    </Modal>
  );
}
