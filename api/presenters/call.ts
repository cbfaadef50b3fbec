import { z } from 'zod';
import { callRow, type CallRow } from '../../db/call-rows.ts';
import { shownName } from '../../domain/access/free-text.ts';
import { shownNumber, shownText } from '../../domain/access/masking.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { RECORDING_STATES, recordingOf } from '../../domain/calling/recording-state.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { personSchema } from './person.ts';
import { iso, isoOrNull } from './time.ts';

/** A Call of contract section 3. */
export const callSchema = z
  .object({
    id: z.string(),
    direction: callRow.shape.direction,
    state: callRow.shape.state,
    outcome: callRow.shape.outcome,
    lead: personSchema.nullable(),
    number: z.string().nullable(),
    did: z.string().nullable(),
    campaign: z.string().nullable(),
    counsellor: personSchema.nullable(),
    offers: z.array(
      z.object({
        counsellor: personSchema,
        at: z.iso.datetime(),
        endedAt: z.iso.datetime().nullable(),
        result: callRow.shape.offers.element.shape.result,
      }),
    ),
    startedAt: z.iso.datetime(),
    answeredAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    ringSeconds: z.number().nullable(),
    talkSeconds: z
      .number()
      .nullable()
      .meta({ description: '0 unless answered; null when answered and nobody said how long.' }),
    recording: z.enum(RECORDING_STATES),
    disposition: z.string().nullable(),
    wrapUpUntil: z.iso.datetime().optional().meta({
      description:
        'Of an answered call whose wrap-up is not done: until when it holds its counsellor, and when its card goes.',
    }),
    source: callRow.shape.source,
    flags: z.array(z.string()),
    reason: z.object({ code: z.string(), text: z.string() }).optional(),
    vendor: z.string(),
    vendorCallId: z.string().nullable(),
  })
  .meta({ id: 'Call' });
export type Call = z.infer<typeof callSchema>;

/** A call as this viewer may see it. */
export function presentCall(row: CallRow, viewer: Viewer, now: EpochMs): Call {
  return {
    id: row.id,
    direction: row.direction,
    state: row.state,
    outcome: row.outcome,
    lead: row.lead && { id: row.lead.id, name: shownName(row.lead.name, row.number, viewer) },
    number: shownNumber(row.number, viewer),
    did: row.did,
    campaign: row.campaign,
    counsellor: row.counsellor,
    offers: row.offers.map(({ counsellor, at, endedAt, result }) => ({
      counsellor,
      at: iso(at),
      endedAt: isoOrNull(endedAt),
      result,
    })),
    startedAt: iso(row.startedAt),
    answeredAt: isoOrNull(row.answeredAt),
    endedAt: isoOrNull(row.endedAt),
    ringSeconds: row.ringSeconds,
    talkSeconds: row.outcome === 'answered' ? row.talkSeconds : 0,
    recording: recordingOf(row, now),
    disposition: row.disposition,
    ...(row.wrapUpUntil === null ? {} : { wrapUpUntil: iso(row.wrapUpUntil) }),
    source: row.source,
    flags: row.flags,
    ...(row.reason === null ? {} : { reason: row.reason }),
    vendor: row.vendor,
    vendorCallId: shownText(row.vendorCallId, row.number, viewer),
  };
}
