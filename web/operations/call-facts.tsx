import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Call } from '../api/contract.ts';
import { dispositionsQuery } from '../api/queries.ts';
import { Recording } from '../calling/recording.tsx';
import { readable } from '../words/number.ts';
import { duration } from '../words/time.ts';
import { vendorName } from '../words/vendor.ts';
import { sourceWord } from './verdict.ts';
import page from '../shell/page.module.css';
import classes from './call-story.module.css';

/** What is known of a call, and its recording. */
export function CallFacts({ call }: { readonly call: Call }) {
  const { data: codes } = useQuery(dispositionsQuery);
  const { did, campaign, counsellor, ringSeconds, talkSeconds, outcome, disposition, vendor, vendorCallId } = call;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Number dialled', did === null ? null : readable(did)],
    ['Campaign', campaign],
    ['Counsellor', counsellor?.name ?? null],
    ['Rang', ringSeconds === null ? null : duration(ringSeconds)],
    ['Talk', outcome === 'answered' ? (talkSeconds === null ? 'nobody told' : duration(talkSeconds)) : null],
    [
      'Wrap-up',
      disposition === null
        ? null
        : (codes?.dispositions.find(({ code }) => code === disposition)?.label ?? disposition),
    ],
    ['Known from', sourceWord(call)],
    ['Vendor', vendorName(vendor)],
    ['Vendor’s call id', vendorCallId],
  ];
  return (
    <section className={page.panel} aria-label="The call">
      <div className={page.panelHead}>
        <Title order={2}>The call</Title>
      </div>
      <dl className={classes.facts}>
        {facts.flatMap(([name, value]) =>
          value === null ? [] : [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>],
        )}
      </dl>
      {call.recording !== 'none' && (
        <div className={classes.recording}>
          <Recording call={call} />
        </div>
      )}
    </section>
  );
}
