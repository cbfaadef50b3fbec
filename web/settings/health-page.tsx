import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { accountProblems } from '../operations/account-problems.ts';
import { useClock } from '../shell/session.tsx';
import type { Health } from './contract.ts';
import { HealthAgents } from './health-agents.tsx';
import { HealthDids } from './health-dids.tsx';
import { HealthVendors } from './health-vendors.tsx';
import { HealthWithout } from './health-without.tsx';
import { Loaded } from './loaded.tsx';
import { healthQuery } from './queries.ts';
import { PageHead } from './section.tsx';
import classes from './health.module.css';

/** Looked at again as often while the page is open: somebody is mending. In ms. */
const LOOK_EVERY_MS = 15_000;

/** What is missing or wrong in how things are set up, each with what to do about it. */
export function HealthPage(): ReactNode {
  const health = useQuery({ ...healthQuery, refetchInterval: LOOK_EVERY_MS });
  return (
    <>
      <PageHead
        title="Health"
        says="What is missing or wrong in the settings, found from the calls and requests that really came. What stands here costs you pop-ups, or calls in reports."
      />
      <Loaded query={health}>{(found) => <Found health={found} />}</Loaded>
    </>
  );
}

function Found({ health }: { readonly health: Health }) {
  const clock = useClock();
  const problems = accountProblems(health, clock.when);
  const { unmappedAgentNumbers, unmappedNumbers, counsellorsWithoutNumber } = health;
  const found = [problems, unmappedAgentNumbers, unmappedNumbers, counsellorsWithoutNumber];
  return (
    <>
      {found.every((list) => list.length === 0) && (
        <div className={classes.well} role="status">
          <IconCircleCheck size={22} aria-hidden />
          <Text size="sm">Nothing is missing: every number is mapped, and no request was refused in the last day.</Text>
        </div>
      )}
      <HealthVendors problems={problems} />
      <HealthAgents unmapped={unmappedAgentNumbers} />
      <HealthDids unmapped={unmappedNumbers} />
      <HealthWithout without={counsellorsWithoutNumber} />
    </>
  );
}
