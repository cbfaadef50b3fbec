import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Mark } from '../shell/mark.tsx';
import type { InstituteSettings, Vendor } from './contract.ts';
import { LinkButton } from './link-button.tsx';
import { Loaded } from './loaded.tsx';
import { instituteQuery, vendorsQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { ChoiceRow } from './setting-rows.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useSetting } from './use-setting.ts';
import classes from './settings.module.css';

/** The vendors there are, how far each is set up, and which one calls go out by. */
export function VendorsPage(): ReactNode {
  const vendors = useQuery(vendorsQuery);
  const institute = useQuery(instituteQuery);
  return (
    <>
      <PageHead
        title="Telephony vendors"
        says="The company that carries your calls. Choose yours and go through its three steps; several vendors can be in use at once."
      />
      <Loaded query={vendors}>
        {(list) => (
          <>
            <Section title="Vendors">
              <ul className={classes.items}>
                {list.map((vendor) => (
                  <VendorItem key={vendor.vendor} vendor={vendor} />
                ))}
              </ul>
            </Section>
            <Loaded query={institute}>{(saved) => <DefaultVendor saved={saved} vendors={list} />}</Loaded>
          </>
        )}
      </Loaded>
    </>
  );
}

function VendorItem({ vendor }: { readonly vendor: Vendor }) {
  const { isSetUp, name, vendor: slug } = vendor;
  return (
    <li className={classes.item}>
      <span className={classes.itemWords}>
        <strong>{name}</strong>
        <span className={classes.under}>{standingOf(vendor)}</span>
      </span>
      {vendor.enabled && <Mark tone="talk">In use</Mark>}
      {!vendor.canDial && <Mark tone="plain">Incoming calls only</Mark>}
      <LinkButton
        to="/settings/telephony/$vendor"
        params={{ vendor: slug }}
        variant={isSetUp ? 'default' : 'filled'}
        aria-label={`${isSetUp ? 'Open' : 'Set up'} ${name}`}
      >
        {isSetUp ? 'Open' : 'Set up'}
      </LinkButton>
    </li>
  );
}

/** How far a vendor is set up, in a line. */
function standingOf({ isSetUp, enabled, inbound, outbound, hasCredentials, counsellors }: Vendor): string {
  if (!isSetUp) return 'Not set up';
  if (!enabled) return 'Switched off: its requests are refused';
  const ways = [inbound ? 'incoming' : '', outbound ? 'outgoing' : ''].filter((way) => way !== '').join(' and ');
  const keys = hasCredentials ? 'key stored' : 'no key yet';
  return `${ways === '' ? 'Neither incoming nor outgoing' : `For ${ways} calls`}, ${keys}, ${counsellors === 1 ? 'one counsellor' : `${counsellors} counsellors`} with a number`;
}

function DefaultVendor({ saved, vendors }: { readonly saved: InstituteSettings; readonly vendors: readonly Vendor[] }) {
  const draft = useSetting({
    query: instituteQuery,
    path: '/v1/settings/institute',
    saved,
    done: 'The default vendor is saved.',
  });
  return (
    <SettingsForm draft={draft} label="Default vendor">
      <Section title="Dialling out">
        <ChoiceRow
          draft={draft}
          at="defaultVendor"
          label="Default vendor"
          says="A click to call goes out by the counsellor’s own telephony partner; by this vendor where they have none."
          options={[
            { value: '', label: 'None' },
            ...vendors.filter(({ canDial }) => canDial).map(({ vendor, name }) => ({ value: vendor, label: name })),
          ]}
        />
      </Section>
    </SettingsForm>
  );
}
