import { z } from 'zod';
import type { StreamStanding } from '../../db/vendor-streams.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { CREDENTIAL_TEXTS, credentialProblem } from './credential-problem.ts';
import { iso } from './time.ts';

/** A stream that stands, or is being opened, is looked after every five seconds. */
const UNATTENDED_MS = 60_000;

export const streamSchema = z
  .object({
    vendor: z.string(),
    state: z.enum(['connecting', 'open', 'waiting', 'unattended']),
    since: z.iso.datetime(),
    lastEventAt: z.iso.datetime().nullable(),
    problem: z.string().nullable(),
    retryAt: z.iso.datetime().nullable(),
    gap: z.object({ from: z.iso.datetime(), until: z.iso.datetime(), problem: z.string().nullable() }).nullable(),
    text: z.string(),
  })
  .meta({
    id: 'StreamHealth',
    description: 'Live events that we fetch. gap: missed, and not yet wholly made up for from the vendor’s call log.',
  });
export type StreamHealth = z.infer<typeof streamSchema>;

const CUT: Readonly<Record<string, string>> = {
  cut: 'The connection was cut.',
  silent: 'Nothing came for ten minutes.',
};

/** What an admin reads of a stream that does not stand, by one of the client's words. */
const problemText = (problem: string): string => CUT[problem] ?? CREDENTIAL_TEXTS[credentialProblem(problem)];

function textOf(state: StreamHealth['state'], problem: string | null): string {
  switch (state) {
    case 'open':
      return 'Live events are read.';
    case 'connecting':
      return 'The stream is being opened.';
    case 'unattended':
      return 'Nobody reads the stream: no worker runs, or Temporal is away.';
    default:
      return problem === null
        ? 'The stream is opened again soon.'
        : `${problemText(problem)} The stream is opened again soon.`;
  }
}

/** How one stream stands, as the health page shows it. */
export function presentStream(
  {
    vendor,
    since,
    tendedAt,
    lastEventAt,
    gapFrom,
    gapUntil,
    gapProblem,
    problem,
    retryAt,
    ...standing
  }: StreamStanding,
  now: EpochMs,
): StreamHealth {
  const state = standing.state !== 'waiting' && now - tendedAt > UNATTENDED_MS ? 'unattended' : standing.state;
  const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : iso(at));
  return {
    vendor,
    state,
    since: iso(since),
    lastEventAt: isoOrNull(lastEventAt),
    problem,
    retryAt: isoOrNull(retryAt),
    gap:
      gapFrom === null || gapUntil === null ? null : { from: iso(gapFrom), until: iso(gapUntil), problem: gapProblem },
    text: textOf(state, problem),
  };
}
