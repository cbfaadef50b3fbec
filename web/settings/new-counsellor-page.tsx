import { useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { request } from '../api/request.ts';
import { CounsellorFields } from './counsellor-fields.tsx';
import type { Counsellor } from './contract.ts';
import { PageHead } from './section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useDraft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';

/** A user who is not there yet. How they sign in is done on their page, which opens. */
export function NewCounsellorPage(): ReactNode {
  const navigate = useNavigate();
  const refresh = useRefreshSettings();
  const nobody = useMemo(
    (): Counsellor => ({
      id: '',
      name: '',
      email: '',
      active: true,
      takingCalls: true,
      telephonyPartner: null,
      teamId: null,
      roles: ['counsellor'],
      callerId: null,
      agentNumbers: [],
    }),
    [],
  );
  const draft = useDraft<Counsellor>({
    saved: nobody,
    write: async (_changes, { id: _id, ...body }) =>
      await request<Counsellor>('/v1/settings/counsellors', { method: 'POST', body }),
    onSaved: ({ id }) => {
      refresh();
      void navigate({
        to: '/settings/counsellors/$counsellorId',
        params: { counsellorId: id },
        // What is asked about before leaving has just been saved.
        ignoreBlocker: true,
      });
    },
    done: 'The counsellor is added. Now give them their link to sign in.',
  });
  return (
    <>
      <PageHead
        title="Add a counsellor"
        says="Their e-mail address is what they sign in with. Once added, you get a link for them to set their password."
      />
      <SettingsForm draft={draft} label="New counsellor" save="Add the counsellor" isNew>
        <CounsellorFields draft={draft} id={null} />
      </SettingsForm>
    </>
  );
}
