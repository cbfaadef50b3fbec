import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListState } from '../desk/list-state.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock, useMay } from '../shell/session.tsx';
import { vendorName } from '../words/vendor.ts';
import { accountProblems, type AccountProblem } from './account-problems.ts';
import { deadDeliveriesQuery, healthQuery, vendorsQuery } from './queries.ts';
import page from '../shell/page.module.css';
import classes from './operations.module.css';

/** How each vendor that is enabled stands with us, and whether events still go out. */
export function VendorAccounts() {
  const clock = useClock();
  const health = useQuery(healthQuery);
  const vendors = useQuery(vendorsQuery);
  const problems = health.data === undefined ? [] : accountProblems(health.data, clock.when);
  const enabled = vendors.data?.items.filter((one) => one.enabled).map(({ vendor }) => vendor) ?? [];
  // A vendor that is not enabled may send all the same, and what nobody can name is somebody's too.
  const named = new Set<string | null>([...enabled, ...problems.map(({ vendor }) => vendor)]);
  return (
    <section className={page.panel} aria-label="Vendors and outgoing events">
      <div className={page.panelHead}>
        <Title order={2}>Vendors and outgoing events</Title>
      </div>
      <ListState list={health} isEmpty={health.data === undefined} empty="Not known.">
        <ul className={classes.rows}>
          {[...named].map((vendor) => (
            <Account
              key={vendor ?? ''}
              name={vendor === null ? 'Requests that name no vendor' : vendorName(vendor)}
              problems={problems.filter((one) => one.vendor === vendor)}
            />
          ))}
          <GivenUp />
        </ul>
      </ListState>
    </section>
  );
}

function Account({ name, problems }: { readonly name: string; readonly problems: readonly AccountProblem[] }) {
  const seesLogs = useMay()('raw_requests');
  return (
    <li>
      <div className={classes.rowHead}>
        <strong>{name}</strong>
        {problems.length === 0 ? (
          <Mark tone="talk">Well</Mark>
        ) : (
          <Mark tone="miss">{problems.length === 1 ? 'One problem' : `${problems.length} problems`}</Mark>
        )}
      </div>
      {problems.map(({ text, logs }) => (
        <div key={text} className={classes.rowText}>
          {text}{' '}
          {logs !== undefined && seesLogs && (
            <Link className={classes.link} to="/operations/logs" search={logs}>
              Look at them
            </Link>
          )}
        </div>
      ))}
    </li>
  );
}

/** Events that were given up, of the institute's webhooks. */
function GivenUp() {
  const { data } = useQuery(deadDeliveriesQuery);
  if (data === undefined) return null;
  const { items, nextCursor } = data;
  return (
    <li>
      <div className={classes.rowHead}>
        <strong>Outgoing events</strong>
        {items.length === 0 ? (
          <Mark tone="talk">Well</Mark>
        ) : (
          <Mark tone="miss">
            {items.length}
            {nextCursor === null ? '' : ' or more'} given up
          </Mark>
        )}
      </div>
      <div className={classes.rowText}>
        {items.length === 0 ? 'None was given up.' : 'Their endpoints did not take them in two days of trying.'}{' '}
        <Link className={classes.link} to="/operations/deliveries" search={items.length === 0 ? {} : { state: 'dead' }}>
          {items.length === 0 ? 'All that was sent' : 'Look at them'}
        </Link>
      </div>
    </li>
  );
}
