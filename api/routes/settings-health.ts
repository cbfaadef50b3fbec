import { z } from 'zod';
import {
  counsellorsWithoutNumber,
  failingCredentials,
  rejectedRequests,
  unmappedAgentNumbers,
  unmappedDids,
  type Rejected,
  type Unmapped,
} from '../../db/configuration-health.ts';
import type { Pool } from '../../db/pool.ts';
import { availabilityProblems } from '../../db/vendor-availability.ts';
import { streamStandings } from '../../db/vendor-streams.ts';
import { lastSweeps } from '../../db/vendor-sweeps.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { credentialProblem, CREDENTIAL_TEXTS } from '../presenters/credential-problem.ts';
import { personSchema } from '../presenters/person.ts';
import { rejectionOf, rejectionReasons } from '../presenters/rejection.ts';
import { presentStream, streamSchema } from '../presenters/stream.ts';
import { iso } from '../presenters/time.ts';

const DAY_MS = 86_400_000;
/** What was seen longer ago no longer concerns how things are set up now. */
const SEEN_MS = 30 * DAY_MS;

const at = z.iso.datetime();
const unmapped = z.array(z.object({ vendor: z.string(), number: z.string(), calls: z.int(), lastSeen: at }));

export const healthSchema = z
  .object({
    counsellorsWithoutNumber: z
      .array(z.object({ vendor: z.string(), count: z.int(), counsellors: z.array(personSchema) }))
      .meta({ description: 'Per enabled vendor; those who only administrate left out.' }),
    unmappedAgentNumbers: unmapped.meta({ description: 'Named by vendors in the last 30 days, and nobody’s.' }),
    unmappedNumbers: unmapped.meta({ description: 'DIDs dialled in the last 30 days that are in no list of ours.' }),
    rejectedRequests: z
      .array(
        z.object({
          reason: z.enum(rejectionReasons),
          vendor: z.string().nullable(),
          count: z.int(),
          lastAt: at,
          text: z.string(),
        }),
      )
      .meta({ description: 'Of the last 24 hours. At most 200 an hour are kept, so counts may be too low.' }),
    failingCredentials: z
      .array(z.object({ vendor: z.string(), at, reason: z.string(), text: z.string(), changedSince: z.boolean() }))
      .meta({
        description:
          'As they were last used; changedSince: its keys or the vendor’s own settings were changed afterwards.',
      }),
    streams: z.array(streamSchema),
    availabilityUntold: z.array(z.object({ vendor: z.string(), counsellor: personSchema, problem: z.string() })).meta({
      description:
        'Counsellors of whom a vendor does not know whether they take calls; `unsupported`: it can not be told of this one.',
    }),
    dailyComparisons: z
      .array(
        z.object({
          vendor: z.string(),
          day: z.iso.date(),
          listed: z.int(),
          missing: z.int(),
          completed: z.int(),
          problem: z.string().nullable(),
          finishedAt: at.nullable(),
        }),
      )
      .meta({
        description:
          'The last day compared with each vendor’s own list: calls it listed, those we had not heard of, those it knew more of.',
      }),
  })
  .meta({ id: 'ConfigurationHealth' });

const presentUnmapped = ({ lastSeen, ...row }: Unmapped) => ({ ...row, lastSeen: iso(lastSeen) });

const presentRejected = ({ outcome, vendor, count, lastAt }: Rejected) => {
  const rejection = rejectionOf(outcome);
  // A token that is nobody's names no vendor.
  return rejection === null
    ? []
    : [{ ...rejection, vendor: vendor === '' ? null : vendor, count, lastAt: iso(lastAt) }];
};

/** What is missing or wrong in how an institute and its vendors are set up. */
export const configurationHealthRoutes = ({ db, now }: { db: Pool; now: () => EpochMs }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/health',
      access: 'configure_calling',
      responses: { 200: healthSchema },
      summary:
        'What to set right: numbers missing or not mapped, requests refused, credentials that fail. At most 200 of each.',
    },
    async ({ viewer: { instituteId } }) => {
      const since = now() - SEEN_MS;
      const [without, agents, dids, rejected, failing, streams, untold, sweeps] = await Promise.all([
        counsellorsWithoutNumber(db, instituteId),
        unmappedAgentNumbers(db, instituteId, since),
        unmappedDids(db, instituteId, since),
        rejectedRequests(db, instituteId, now() - DAY_MS),
        failingCredentials(db, instituteId, since),
        streamStandings(db, instituteId),
        availabilityProblems(db, instituteId),
        lastSweeps(db, instituteId),
      ]);
      return {
        status: 200,
        body: {
          counsellorsWithoutNumber: without,
          unmappedAgentNumbers: agents.map(presentUnmapped),
          unmappedNumbers: dids.map(presentUnmapped),
          rejectedRequests: rejected.flatMap(presentRejected),
          failingCredentials: failing.map((one) => ({
            ...one,
            at: iso(one.at),
            text: CREDENTIAL_TEXTS[credentialProblem(one.reason)],
          })),
          streams: streams.map((stream) => presentStream(stream, now())),
          availabilityUntold: untold.map(({ vendor, id, name, problem }) => ({
            vendor,
            counsellor: { id, name },
            problem,
          })),
          dailyComparisons: sweeps.map((sweep) => ({
            ...sweep,
            finishedAt: sweep.finishedAt === null ? null : iso(sweep.finishedAt),
          })),
        },
      };
    },
  ),
];
