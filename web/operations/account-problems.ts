import type { Health } from './contract.ts';
import type { LogSearch } from './queries.ts';

/** Something that is not as it should be between us and a vendor. */
export interface AccountProblem {
  /** Null where the request named none. */
  readonly vendor: string | null;
  readonly text: string;
  /** Where the requests are that it is about. */
  readonly logs?: LogSearch;
}

/** The word a request is kept with, where it is not the reason's own. */
const OUTCOMES: Readonly<Record<string, string>> = {
  wrong_vendor: 'vendor_not_set_up',
  wrong_endpoint: 'endpoint_not_found',
};

/**
 * What the health of the configuration says of the vendors, one sentence a thing. What is only to be mapped stands on the
 * health page of the settings.
 *
 * @param when a time as the institute reads it
 */
export const accountProblems = (health: Health, when: (at: string) => string): readonly AccountProblem[] => [
  ...health.failingCredentials.map(({ vendor, text, changedSince }) => ({
    vendor,
    text: changedSince ? `${text} The settings were changed since: test them.` : text,
  })),
  ...health.streams.flatMap((stream) => streamProblems(stream, when)),
  ...health.rejectedRequests.map(({ vendor, count, text, reason }) => ({
    vendor,
    text: `${count === 1 ? 'One request was' : `${count} requests were`} refused in the last 24 hours. ${text}`,
    logs: { outcome: OUTCOMES[reason] ?? reason, ...(vendor !== null && { vendor }) },
  })),
  ...untold(health.availabilityUntold),
  ...health.dailyComparisons.flatMap(comparisonProblems),
];

function streamProblems(
  { vendor, state, text, gap }: Health['streams'][number],
  when: (at: string) => string,
): readonly AccountProblem[] {
  const stands = state === 'open' || state === 'connecting';
  return [
    ...(stands ? [] : [{ vendor, text }]),
    ...(gap === null
      ? []
      : [
          {
            vendor,
            text: `Live events between ${when(gap.from)} and ${when(gap.until)} were missed and are not yet made up for from its call log.`,
          },
        ]),
  ];
}

function untold(all: Health['availabilityUntold']): readonly AccountProblem[] {
  const vendors = [...new Set(all.map(({ vendor }) => vendor))];
  return vendors.map((vendor) => {
    const names = all.filter((one) => one.vendor === vendor).map(({ counsellor }) => counsellor.name);
    return { vendor, text: `It does not know whether these take calls, and may ring them: ${names.join(', ')}.` };
  });
}

function comparisonProblems({
  vendor,
  day,
  missing,
  problem,
}: Health['dailyComparisons'][number]): readonly AccountProblem[] {
  if (problem !== null)
    return [{ vendor, text: `Its own list of the calls of ${day} could not be read to the end. It is tried again.` }];
  if (missing === 0) return [];
  const calls = missing === 1 ? 'one call' : `${missing} calls`;
  return [
    { vendor, text: `Of ${day} its own list has ${calls} that it never told us of; they were taken from there.` },
  ];
}
