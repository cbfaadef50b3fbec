import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from '@tanstack/react-router';
import { IconFileText } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import type { Telephony, Vendor } from './contract.ts';
import { LinkButton } from './link-button.tsx';
import { Loaded } from './loaded.tsx';
import { telephonyQuery, vendorsQuery } from './queries.ts';
import { PageHead } from './section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { StepInbound } from './step-inbound.tsx';
import { StepKeys } from './step-keys.tsx';
import { StepMore } from './step-more.tsx';
import { StepOutbound } from './step-outbound.tsx';
import { useSetting } from './use-setting.ts';

/** One vendor, in the steps of the guide that vendors are set up by. */
export function TelephonyPage(): ReactNode {
  // As the route names it.
  const { vendor: slug } = useParams({ strict: false }) as { vendor: string };
  const vendors = useQuery(vendorsQuery);
  const telephony = useQuery(telephonyQuery(slug));
  return (
    <Loaded query={telephony}>
      {(saved) => (
        <Loaded query={vendors}>
          {(list) => {
            const vendor = list.find((one) => one.vendor === slug);
            return vendor === undefined ? null : <Steps key={slug} vendor={vendor} saved={saved} />;
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

function Steps({ vendor, saved }: { readonly vendor: Vendor; readonly saved: Telephony }) {
  const { vendor: slug, name } = vendor;
  useToPlace();
  const draft = useSetting({
    query: telephonyQuery(slug),
    path: `/v1/settings/telephony/${slug}`,
    saved,
    done: `${name} is saved.`,
  });
  return (
    <>
      <PageHead
        title={name}
        says="Three steps: how we reach the vendor, calls going out, calls coming in. Each switch says what it does to a call."
      >
        <Group gap={8}>
          <LinkButton
            to="/settings/telephony/$vendor/sheet"
            params={{ vendor: slug }}
            variant="default"
            leftSection={<IconFileText size={15} aria-hidden />}
          >
            Sheet for the vendor
          </LinkButton>
        </Group>
      </PageHead>
      <SettingsForm draft={draft} label={`Settings of ${name}`}>
        <StepKeys draft={draft} vendor={vendor} />
        <StepOutbound draft={draft} vendor={vendor} />
        <StepInbound draft={draft} />
        <StepMore draft={draft} />
      </SettingsForm>
    </>
  );
}

/** To the step the address names: it is not there yet when the page is gone to. */
function useToPlace(): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash !== '') document.getElementById(hash)?.scrollIntoView();
  }, [hash]);
}
