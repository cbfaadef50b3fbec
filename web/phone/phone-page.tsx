import { Button, Text, Title } from '@mantine/core';
import { IconDeviceMobileCheck, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Call } from '../api/contract.ts';
import { callingQuery } from '../api/queries.ts';
import { useSession } from '../shell/session.tsx';
import { studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { ResultForm } from './result-form.tsx';
import { usePhoneFeed, type Dialled } from './use-phone-feed.ts';
import page from '../shell/page.module.css';
import classes from './phone-page.module.css';

/** A counsellor's own phone: what is clicked at the desk is dialled here, and how it went is told here (product 4, APP calling). */
export function PhonePage(): ReactNode {
  const { user } = useSession();
  const { connection, desk, dialled, reported } = usePhoneFeed(user.id);
  const call = desk.calls.find(({ id }) => id === dialled?.callId);
  return (
    <div className={page.page}>
      <div className={classes.narrow}>
        <Title order={1}>Phone</Title>
        {dialled === null ? (
          <Waiting live={connection === 'live'} />
        ) : (
          <Dialling dialled={dialled} call={call} onDone={reported} />
        )}
      </div>
    </div>
  );
}

function Waiting({ live }: { readonly live: boolean }) {
  const { data: calling } = useQuery(callingQuery);
  const isOff = calling !== undefined && !calling.via.includes('app');
  return (
    <section className={classes.waiting} aria-label="State of this phone">
      <IconDeviceMobileCheck size={40} stroke={1.4} aria-hidden />
      <Text fw={650} role="status">
        {live ? (isOff ? 'This phone is connected' : 'This phone is ready') : 'This phone is being connected'}
      </Text>
      <Text size="sm" c="dimmed">
        {isOff
          ? 'Calling by your own phone is not possible for you now. Whoever administers calling can switch it on.'
          : 'Keep this page open. When you click “Call” at your desk and choose your own phone, the number is dialled here.'}
      </Text>
    </section>
  );
}

interface DiallingProps {
  readonly dialled: Dialled;
  readonly call: Call | undefined;
  readonly onDone: () => void;
}

function Dialling({ dialled, call, onDone }: DiallingProps) {
  const name = call === undefined ? readable(dialled.tel) : studentOf(call.lead, call.number);
  return (
    <section className={classes.call} aria-label={`Call to ${name}`}>
      <div>
        <Title order={2} className={classes.name}>
          {name}
        </Title>
        <Text>{readable(dialled.tel)}</Text>
      </div>
      <Button component="a" href={`tel:${dialled.tel}`} size="lg" leftSection={<IconPhone aria-hidden />}>
        Dial {readable(dialled.tel)}
      </Button>
      <ResultForm dialled={dialled} onDone={onDone} />
    </section>
  );
}
