import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useClock, useSession } from '../shell/session.tsx';
import { useNow } from '../shell/use-now.ts';
import type { Vendor } from './contract.ts';
import { nextOf, stepsOf, vendorOf, type GuideStep } from './guide.ts';
import { guideWords } from './guide-words.ts';
import { LinkButton } from './link-button.tsx';
import { Loaded } from './loaded.tsx';
import { instituteQuery, numbersQuery, vendorsQuery } from './queries.ts';
import { PageHead } from './section.tsx';
import classes from './guide.module.css';

/** The vendor's first call is waited for: looked again as often. In ms. */
const LOOK_EVERY_MS = 4000;

/** From an empty institute to the first call: what is done and what is next, as it really stands. */
export function GuidePage(): ReactNode {
  const institute = useQuery(instituteQuery);
  const numbers = useQuery(numbersQuery);
  const vendors = useQuery({
    ...vendorsQuery,
    refetchInterval: ({ state: { data } }) => (data?.some(({ hasCalls }) => hasCalls) === true ? false : LOOK_EVERY_MS),
  });
  return (
    <>
      <PageHead
        title="Setting up"
        says="From nothing to the first call. Every tick is what Callthread sees at this moment; each step leads to the page where it is done."
      />
      <Loaded query={institute}>
        {({ defaultVendor }) => (
          <Loaded query={numbers}>
            {(dids) => (
              <Loaded query={vendors}>
                {(list) => (
                  <Steps
                    steps={stepsOf({ vendors: list, defaultVendor, numbers: dids })}
                    vendor={vendorOf({ vendors: list, defaultVendor })}
                  />
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

function Steps({ steps, vendor }: { readonly steps: readonly GuideStep[]; readonly vendor: Vendor | null }) {
  const next = nextOf(steps);
  const done = steps.filter(({ isDone }) => isDone).length;
  const { institute } = useSession();
  const time = useClock().time(useNow(20_000));
  return (
    <>
      <p className={classes.where}>
        {institute.name}, institute {institute.id}. It is {time} there ({institute.timeZone}).{' '}
        <Link to="/settings/institute">Change name, zone or calling hours</Link>
      </p>
      <div
        className={classes.progress}
        role="progressbar"
        aria-label="Steps done"
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={steps.length}
      >
        <span style={{ width: `${(done / steps.length) * 100}%` }} />
      </div>
      <p className={classes.count} role="status">
        {next === null ? 'All steps are done: calls are coming in.' : `${done} of ${steps.length} steps are done.`}
      </p>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <Step key={step.id} step={step} place={index + 1} isNext={step.id === next} vendor={vendor} />
        ))}
      </ol>
      <div className={classes.after}>
        <div className={classes.words}>
          <h2 className={classes.title}>Then: the go-live check</h2>
          <Text size="sm" c="dimmed">
            Twelve checks with you or with the vendor, from whom is rung to what reports count, and a report to send to
            them.
          </Text>
        </div>
        <LinkButton to="/go-live" variant={next === null ? 'filled' : 'default'}>
          Go to the check
        </LinkButton>
      </div>
    </>
  );
}

interface StepProps {
  readonly step: GuideStep;
  readonly place: number;
  readonly isNext: boolean;
  readonly vendor: Vendor | null;
}

function Step({ step: { id, isDone }, place, isNext, vendor }: StepProps) {
  const { title, says, action, to } = guideWords(id, vendor);
  return (
    <li className={classes.step} data-state={isDone ? 'done' : isNext ? 'next' : 'later'}>
      <span className={classes.tick} role="img" aria-label={isDone ? 'Done' : isNext ? 'Next' : 'Not done yet'}>
        {isDone ? <IconCheck size={17} stroke={2.6} aria-hidden /> : place}
      </span>
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        <Text size="sm" c="dimmed">
          {says}
        </Text>
      </div>
      {to !== null && (
        <LinkButton {...to} variant={isNext ? 'filled' : 'default'} className={classes.action}>
          {action}
        </LinkButton>
      )}
    </li>
  );
}
