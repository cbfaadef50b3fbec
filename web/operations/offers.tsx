import { Title } from '@mantine/core';
import type { Call } from '../api/contract.ts';
import { Mark, type Tone } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { duration } from '../words/time.ts';
import { resultWord, rungFor } from './verdict.ts';
import page from '../shell/page.module.css';
import classes from './call-story.module.css';
import layout from './operations.module.css';

type Offer = Call['offers'][number];

const TONES: Readonly<Record<Offer['result'], Tone>> = {
  ringing: 'ring',
  answered: 'talk',
  missed: 'miss',
  answered_elsewhere: 'plain',
  cancelled: 'plain',
};

/** Who was rung, in their order, for how long, and what came of it. */
export function Offers({ offers }: { readonly offers: readonly Offer[] }) {
  const clock = useClock();
  return (
    <section className={page.panel} aria-label="Who was rung">
      <div className={page.panelHead}>
        <Title order={2}>Who was rung</Title>
      </div>
      <ol className={layout.rows}>
        {offers.map((offer) => {
          const seconds = rungFor(offer);
          return (
            <li key={`${offer.counsellor.id} ${offer.at}`} className={classes.offer}>
              <strong>{offer.counsellor.name}</strong>
              <Mark tone={TONES[offer.result]}>{resultWord(offer)}</Mark>
              <span className={layout.under}>
                {clock.second(offer.at)}
                {seconds === null ? '' : `, for ${duration(seconds)}`}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
