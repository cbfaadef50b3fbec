import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClock } from '../shell/session.tsx';
import type { Retention } from './contract.ts';
import { KeptRow } from './kept-row.tsx';
import { Loaded } from './loaded.tsx';
import { retentionQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { NumberRow } from './setting-rows.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useSetting } from './use-setting.ts';

/** How long the institute keeps what. */
export function RetentionPage(): ReactNode {
  const retention = useQuery(retentionQuery);
  return (
    <>
      <PageHead
        title="Retention"
        says="How many days things are kept. What is older than you allow is gone within the hour after you save, for good."
      />
      <Loaded query={retention}>{(saved) => <Settings saved={saved} />}</Loaded>
    </>
  );
}

function Settings({ saved }: { readonly saved: Retention }) {
  const clock = useClock();
  const draft = useSetting({
    query: retentionQuery,
    path: '/v1/settings/retention',
    saved,
    done: 'The retention is saved.',
  });
  return (
    <SettingsForm draft={draft} label="Retention">
      <Section
        title="Days"
        says={
          saved.lastRunAt === null
            ? 'Nothing was cleared yet.'
            : `Everything too old was last seen to be gone at ${clock.when(saved.lastRunAt)}.`
        }
      >
        <KeptRow
          draft={draft}
          at="requestDays"
          label="Vendors’ requests"
          says="What vendors sent and were answered, word for word. Without them a request can not be looked up or replayed."
          usual={90}
        />
        <KeptRow
          draft={draft}
          at="recordingDays"
          label="Recordings"
          says="Where the recording of a call is, counted from its end. Afterwards it can not be played from here. At least 30."
          usual={365}
        />
        <KeptRow
          draft={draft}
          at="numberDays"
          label="Students’ numbers on calls"
          says="A lead’s own numbers stay with the lead. At least 30."
          usual={730}
        />
        <KeptRow
          draft={draft}
          at="factDays"
          label="What calls were made of"
          says="The calls and what reports count of them stay, but can no longer be corrected. At least 30."
          usual={730}
        />
        <NumberRow
          draft={draft}
          at="feedDays"
          label="Messages to counsellors’ pages"
          unit="days"
          says="Whoever was away for longer gets everything as it stands, rather than what happened meanwhile. 1 to 90."
        />
        <NumberRow
          draft={draft}
          at="eventDays"
          label="Outgoing events"
          unit="days"
          says="What webhooks were told, and what became of it. 4 to 365."
        />
      </Section>
    </SettingsForm>
  );
}
