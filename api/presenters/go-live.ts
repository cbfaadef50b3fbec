import { z } from 'zod';
import type { GoLiveRun, RejectedRequest } from '../../db/go-live.ts';
import { shownNumber } from '../../domain/access/masking.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { CHECK_KEYS, CHECKS, type Checked } from '../../domain/go-live/checks.ts';
import type { Evidence } from '../../domain/go-live/evidence.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { adapterFor } from '../../vendors/registry.ts';
import { rehearsableDialects } from '../../vendors/rehearsal.ts';
import { personSchema } from './person.ts';
import { iso, isoOrNull } from './time.ts';

const runFields = {
  id: z.uuid(),
  mode: z.enum(['rehearsal', 'live']).meta({ description: 'rehearsal: we play the vendor · live: somebody calls.' }),
  vendor: z.string(),
  vendorName: z.string(),
  number: z.string().nullable().meta({ description: 'The test phone’s.' }),
  did: z.string().nullable(),
  counsellor: personSchema.meta({ description: 'Who is to be rung.' }),
  startedBy: personSchema,
  startedAt: z.iso.datetime(),
  endsAt: z.iso.datetime().meta({ description: 'From then on calls of the number are no test calls any more.' }),
  open: z.boolean(),
};

/** A check in the list of them. */
export const goLiveSchema = z.object(runFields).meta({ id: 'GoLive' });

const stepSchema = z.object({
  text: z.string().meta({ description: 'What is needed.' }),
  state: z.enum(['done', 'waiting', 'failed']),
  seen: z.string().meta({ description: 'What was seen, or what is missing and what to do about it.' }),
  at: z.iso.datetime().nullable(),
  callId: z.uuid().nullable(),
  requestId: z.uuid().nullable().meta({ description: 'The vendor’s request that showed it.' }),
});

/** A check with how it stands. */
export const goLiveResultSchema = z
  .object({
    ...runFields,
    dialects: z.array(z.enum(['classic', 'own'])).meta({ description: 'In whose words the vendor can be rehearsed.' }),
    checks: z.array(
      z.object({
        key: z.enum(CHECK_KEYS),
        title: z.string(),
        asks: z.string(),
        state: z
          .enum(['passed', 'waiting', 'failed', 'not_possible'])
          .meta({ description: 'not_possible: this vendor has no such thing.' }),
        steps: z.array(stepSchema),
      }),
    ),
    calls: z
      .array(
        z.object({
          id: z.uuid(),
          direction: z.enum(['inbound', 'outbound', 'campaign']),
          outcome: z.string().nullable(),
          startedAt: z.iso.datetime(),
        }),
      )
      .meta({ description: 'The test calls, the newest first.' }),
    sent: z
      .array(
        z.object({
          at: z.iso.datetime(),
          scenario: z.string(),
          endpoint: z.string(),
          status: z.int().meta({ description: 'HTTP status; 0: there was no answer.' }),
          answer: z.string(),
        }),
      )
      .meta({ description: 'What rehearsals sent, and how it was answered.' }),
    rejected: z
      .array(
        z.object({ id: z.uuid(), at: z.iso.datetime(), endpoint: z.string(), status: z.int(), outcome: z.string() }),
      )
      .meta({
        description: 'Requests of the vendor that were turned away meanwhile: they may have been meant for the check.',
      }),
  })
  .meta({ id: 'GoLiveResult' });
export type GoLiveResult = z.infer<typeof goLiveResultSchema>;

export const presentRun = (run: GoLiveRun, viewer: Viewer, now: EpochMs): z.infer<typeof goLiveSchema> => ({
  id: run.id,
  mode: run.mode,
  vendor: run.vendor,
  vendorName: adapterFor(run.vendor)?.name ?? run.vendor,
  number: shownNumber(run.numberKey, viewer),
  did: run.didKey,
  counsellor: run.counsellor,
  startedBy: run.startedBy,
  startedAt: iso(run.startedAt),
  endsAt: iso(run.until),
  open: run.until > now,
});

export interface RunResult {
  readonly run: GoLiveRun;
  readonly evidence: Evidence;
  readonly checks: readonly Checked[];
  readonly rejected: readonly RejectedRequest[];
}

export const presentResult = (
  { run, evidence, checks, rejected }: RunResult,
  viewer: Viewer,
  now: EpochMs,
): GoLiveResult => ({
  ...presentRun(run, viewer, now),
  dialects: [...rehearsableDialects(run.vendor)],
  checks: checks.map(({ key, state, steps }) => ({
    key,
    ...CHECKS[key],
    state,
    steps: steps.map((step) => ({ ...step, at: isoOrNull(step.at) })),
  })),
  calls: evidence.calls.map(({ id, direction, outcome, startedAt }) => ({
    id,
    direction,
    outcome,
    startedAt: iso(startedAt),
  })),
  sent: run.sent.map((request) => ({ ...request, at: iso(request.at) })),
  rejected: rejected.map((request) => ({ ...request, at: iso(request.at) })),
});
