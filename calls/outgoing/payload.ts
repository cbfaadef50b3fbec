import { visibleCall } from '../../db/calls-read.ts';
import type { CallRow } from '../../db/call-rows.ts';
import { findLead, type LeadRow } from '../../db/lead-list.ts';
import type { Db } from '../../db/pool.ts';
import type { DueDelivery } from '../../db/webhook-deliveries.ts';
import { shownFreeText, shownName } from '../../domain/access/free-text.ts';
import { shownNumber, shownText } from '../../domain/access/masking.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { recordingOf } from '../../domain/calling/recording-state.ts';
import type { CounsellorId, EpochMs, InstituteId } from '../../domain/ids.ts';

/** What a message says, in the contract's words for a Call and a Lead. */
export type Payload = Readonly<Record<string, unknown>>;

/** Who sees what a webhook is sent: everything of the institute, whole numbers only where it was set up so. */
export const readerOf = (instituteId: InstituteId, fullNumbers: boolean): Viewer => ({
  instituteId,
  counsellorId: '00000000-0000-0000-0000-000000000000' as CounsellorId, // nobody's: no right of a user comes with it
  sessionId: null,
  isMachine: true,
  roles: [],
  teamId: null,
  permissions: fullNumbers ? new Map([['full_numbers', 'yes']]) : new Map(),
  country: '',
  timeZone: 'UTC',
});

/** What an event has to tell as things stand now; null when what it tells of is gone: erased, or out of the lists. */
export async function payloadOf(db: Db, event: DueDelivery, reader: Viewer, now: EpochMs): Promise<Payload | null> {
  const { instituteId, counsellorId, teamId } = reader;
  const row =
    event.callId === null
      ? null
      : await visibleCall(db, { instituteId, counsellorId, teamId, scope: 'all' }, event.callId);
  const call = row && presentCall(row, reader, now);
  if (event.type.startsWith('call.')) return call;
  if (event.type.startsWith('missed_call.')) {
    return (
      row && {
        callId: row.id,
        lead: row.lead,
        number: shownNumber(row.number, reader),
        at: iso(row.startedAt),
        ...reasonIn(event.data),
      }
    );
  }
  const found = event.leadId === null ? null : await findLead(db, { instituteId, leadId: event.leadId });
  if (found === null) return null;
  const lead = presentLead(found, reader);
  if (event.type !== 'lead.assigned') return { ...lead, callId: event.callId };
  const { owners = [], previous = [], reason = 'manual' } = event.data;
  return { lead, owners, previous, reason, callId: event.callId };
}

const iso = (at: EpochMs): string => new Date(at).toISOString();
const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : iso(at));

const reasonIn = ({ reason }: DueDelivery['data']): { readonly reason?: unknown } =>
  reason === undefined ? {} : { reason };

function presentCall(row: CallRow, reader: Viewer, now: EpochMs): Payload {
  const { id, direction, outcome, lead, did, campaign, counsellor, ringSeconds, disposition, source, flags, vendor } =
    row;
  return {
    id,
    direction,
    outcome,
    lead: lead && { id: lead.id, name: shownName(lead.name, row.number, reader) },
    number: shownNumber(row.number, reader),
    did,
    campaign,
    counsellor,
    startedAt: iso(row.startedAt),
    answeredAt: isoOrNull(row.answeredAt),
    endedAt: isoOrNull(row.endedAt),
    ringSeconds,
    talkSeconds: outcome === 'answered' ? row.talkSeconds : 0,
    recording: recordingOf(row, now),
    disposition,
    source,
    flags,
    vendor,
    vendorCallId: shownText(row.vendorCallId, row.number, reader),
  };
}

function presentLead(lead: LeadRow, reader: Viewer): Payload {
  const numberKeys = lead.phones.map(({ numberKey }) => numberKey);
  const { id, email, stage, origin, campaign, owners, phones, junk, doNotCall, mergedInto, version } = lead;
  return {
    id,
    name: shownFreeText(lead.name, numberKeys, reader),
    email,
    stage,
    origin,
    campaign,
    owners: owners.map((owner) => ({ id: owner.id, name: owner.name })),
    phones: phones.map(({ numberKey, kind, verified }) => ({ number: shownNumber(numberKey, reader), kind, verified })),
    junk,
    doNotCall,
    mergedInto,
    version,
  };
}
