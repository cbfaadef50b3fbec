import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { CallingHours } from './calling-hours.tsx';
import type { InstituteSettings } from './contract.ts';
import { countries, timeZones } from './places.ts';
import { Loaded } from './loaded.tsx';
import { instituteQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { ChoiceRow, TextRow } from './setting-rows.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useSetting } from './use-setting.ts';

/** The institute itself: its name, where it is, and when it calls. */
export function InstitutePage(): ReactNode {
  const institute = useQuery(instituteQuery);
  return (
    <>
      <PageHead
        title="Name and calling hours"
        says="Where your institute is decides how bare numbers are read and what “today” is; its calling hours decide when students are called."
      />
      <Loaded query={institute}>{(saved) => <Settings saved={saved} />}</Loaded>
    </>
  );
}

function Settings({ saved }: { readonly saved: InstituteSettings }) {
  const zones = useId();
  const queries = useQueryClient();
  const draft = useSetting({
    query: instituteQuery,
    path: '/v1/settings/institute',
    saved,
    done: 'The institute is saved.',
    // Its name and zone stand around every page.
    alsoChanges: () => void queries.invalidateQueries({ queryKey: ['session'] }),
  });
  return (
    <SettingsForm draft={draft} label="Institute">
      <Section title="Institute">
        <TextRow draft={draft} at="name" label="Name" says="As counsellors and vendors read it." required />
        <ChoiceRow
          draft={draft}
          at="country"
          label="Country"
          says="Numbers without a country code are read as of this one. Changing it reads your own numbers anew."
          options={countries(saved.country)}
        />
        <TextRow
          draft={draft}
          at="timeZone"
          label="Time zone"
          says="Of every time and day on these pages and in reports, like Asia/Kolkata."
          required
          list={zones}
        />
        <datalist id={zones}>
          {timeZones().map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </datalist>
      </Section>
      <CallingHours draft={draft} />
    </SettingsForm>
  );
}
