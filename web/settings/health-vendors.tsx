import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AccountProblem } from '../operations/account-problems.ts';
import { useMay } from '../shell/session.tsx';
import { LinkButton } from './link-button.tsx';
import { vendorsQuery } from './queries.ts';
import { Section } from './section.tsx';
import classes from './settings.module.css';

/** What is wrong between us and vendors: requests refused, keys that fail, live events that do not come. */
export function HealthVendors({ problems }: { readonly problems: readonly AccountProblem[] }) {
  const may = useMay();
  const { data: vendors = [] } = useQuery(vendorsQuery);
  if (problems.length === 0) return null;
  return (
    <Section
      title="Vendors and their requests"
      says="What a vendor sends wrongly is mended in its portal; its sheet has what to enter there."
    >
      <ul className={classes.items}>
        {problems.map(({ vendor, text, logs }) => (
          <li key={`${vendor ?? ''} ${text}`} className={classes.item}>
            <span className={classes.itemWords}>
              <strong>
                {vendors.find((one) => one.vendor === vendor)?.name ?? vendor ?? 'A vendor we can not tell'}
              </strong>
              <Text size="sm">{text}</Text>
            </span>
            {logs !== undefined && may('raw_requests') && (
              <LinkButton to="/operations/logs" search={logs} variant="default" size="compact-xs">
                See the requests
              </LinkButton>
            )}
            {vendor !== null && (
              <LinkButton
                to={logs === undefined ? '/settings/telephony/$vendor' : '/settings/telephony/$vendor/sheet'}
                params={{ vendor }}
                variant="default"
                size="compact-xs"
              >
                {logs === undefined ? 'Open its settings' : 'Open its sheet'}
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
