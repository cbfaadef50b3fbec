import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { request } from '../api/request.ts';
import { AskFirst } from './ask-first.tsx';
import type { Counsellor } from './contract.ts';
import { CounsellorFields } from './counsellor-fields.tsx';
import { Invitation } from './invitation.tsx';
import { LinkButton } from './link-button.tsx';
import { Loaded } from './loaded.tsx';
import { counsellorQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { SwitchRow } from './setting-rows.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useSetting } from './use-setting.ts';
import classes from './settings.module.css';

/** One user: who they are, by which numbers they are rung, and whether they still work here. */
export function CounsellorPage(): ReactNode {
  // As the route names it.
  const { counsellorId } = useParams({ strict: false }) as { counsellorId: string };
  const counsellor = useQuery(counsellorQuery(counsellorId));
  return <Loaded query={counsellor}>{(saved) => <Settings key={counsellorId} saved={saved} />}</Loaded>;
}

function Settings({ saved }: { readonly saved: Counsellor }) {
  const { id, name, active } = saved;
  const draft = useSetting({
    query: counsellorQuery(id),
    path: `/v1/settings/counsellors/${id}`,
    saved,
    done: `${name} is saved.`,
  });
  return (
    <>
      <PageHead title={name} says={active ? 'Can sign in.' : 'Deactivated: can not sign in, and is rung by no vendor.'}>
        <LinkButton to="/settings/permissions" search={{ user: id }} variant="default">
          What they may do
        </LinkButton>
      </PageHead>
      <SettingsForm draft={draft} label={`Settings of ${name}`}>
        <CounsellorFields draft={draft} id={id} />
        <Section title="Taking part">
          <SwitchRow
            draft={draft}
            at="takingCalls"
            label="Taking calls"
            says="Off: passed over when the vendor asks whom to ring. Counsellors switch it themselves at the top of their page."
          />
          <SwitchRow
            draft={draft}
            at="active"
            label="Active"
            says="Off: signed out everywhere at once, can not sign in again, and is never rung. Their calls and leads stay theirs."
          />
        </Section>
      </SettingsForm>
      <Section
        title="Sign-in"
        says="A link by which they set their own password, good for a day and for one use. They keep their old one until they use it."
      >
        <Invitation counsellorId={id} name={name} />
        <div className={classes.after}>
          <AskFirst
            button="Sign out everywhere"
            of={name}
            title={`Sign ${name} out everywhere?`}
            says="Every browser and phone they are signed in at has to be signed in to again; calls that are on go on."
            confirm="Sign them out"
            done={`${name} is signed out.`}
            deed={async () => await request(`/v1/settings/counsellors/${id}/sessions`, { method: 'DELETE' })}
          />
        </div>
      </Section>
    </>
  );
}
