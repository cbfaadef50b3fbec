import { sql } from 'slonik';
import { z } from 'zod';
import { callId, noRows } from '../../db/columns.ts';
import type { Db } from '../../db/pool.ts';
import type { CallId, CounsellorId, InstituteId, LeadId } from '../../domain/ids.ts';

export interface CallWish {
  readonly instituteId?: InstituteId;
  readonly direction?: 'inbound' | 'outbound' | 'campaign';
  readonly number?: string | null;
  readonly did?: string | null;
  readonly campaign?: string | null;
  readonly vendorCallId?: string | null;
  readonly state?: string;
  readonly outcome?: string | null;
  readonly leadId?: LeadId | null;
  readonly counsellorId?: CounsellorId | null;
  /** ISO time; default now. */
  readonly startedAt?: string;
  readonly heardAt?: string;
  readonly settledAt?: string | null;
  readonly talkSeconds?: number | null;
  readonly recordingUrl?: string | null;
  readonly wrapUpDone?: boolean;
  readonly unclaimed?: boolean;
  readonly mergedInto?: CallId | null;
  readonly flags?: readonly string[];
  readonly offers?: readonly { readonly counsellorId: CounsellorId; readonly result: string }[];
}

/** A call as the log has it, without facts. Default: an inbound one of institute 1 that rings. */
export async function buildCall(db: Db, wish: CallWish = {}): Promise<CallId> {
  const { instituteId = 1, startedAt = new Date().toISOString(), outcome = null } = wish;
  const heardAt = wish.heardAt ?? startedAt;
  const state = wish.state ?? (outcome === null ? 'ringing' : 'ended');
  const settledAt = wish.settledAt ?? (outcome === null ? null : startedAt);
  const id = await db.oneFirst(sql.type(z.object({ id: callId }))`
    insert into call (institute_id, vendor, direction, number_key, did_key, campaign, vendor_call_id, first_heard_at,
      last_heard_at, started_at, state, outcome, lead_id, counsellor_id, settled_at, talk_seconds, recording_url,
      wrap_up_done, unclaimed, merged_into, flags)
    values (${instituteId}, 'tatatel', ${wish.direction ?? 'inbound'}, ${wish.number === undefined ? '+919812345670' : wish.number},
      ${wish.did ?? null}, ${wish.campaign ?? null}, ${wish.vendorCallId ?? null}, ${heardAt}, ${heardAt}, ${startedAt},
      ${state}, ${outcome}, ${wish.leadId ?? null}, ${wish.counsellorId ?? null}, ${settledAt}, ${wish.talkSeconds ?? null},
      ${wish.recordingUrl ?? null}, ${wish.wrapUpDone ?? false}, ${wish.unclaimed ?? false}, ${wish.mergedInto ?? null},
      ${sql.array([...(wish.flags ?? [])], 'text')})
    returning id
  `);
  for (const [position, { counsellorId, result }] of (wish.offers ?? []).entries()) {
    await db.query(sql.type(noRows)`
      insert into offer (institute_id, call_id, position, counsellor_id, fact_seq, at, ended_at, result)
      values (${instituteId}, ${id}, ${position}, ${counsellorId}, ${position + 1}, ${startedAt},
        ${result === 'ringing' ? null : startedAt}, ${result})
    `);
  }
  return id;
}
