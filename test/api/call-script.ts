import { sql } from 'slonik';
import { z } from 'zod';
import { advance } from '../../calls/advance.ts';
import { addFact } from '../../calls/facts.ts';
import { callId } from '../../db/columns.ts';
import type { NewFact } from '../../db/facts.ts';
import type { Pool } from '../../db/pool.ts';
import type { Agent } from '../../domain/call/facts.ts';
import type { CallId, CounsellorId, InstituteId } from '../../domain/ids.ts';

export interface ScriptedCall {
  readonly id: CallId;
  /** A counsellor's phone rings. */
  readonly rings: (counsellorId: CounsellorId) => Promise<void>;
  /** The vendor reports that it is over; `seconds` of talk, or null when nobody talked. */
  readonly ends: (counsellorId: CounsellorId | null, seconds: number | null) => Promise<void>;
}

/** A call of an institute whose vendor account has the default settings, told fact by fact. */
export async function aCall(db: Pool, instituteId: InstituteId, numberKey: string | null): Promise<ScriptedCall> {
  const now = sql.timestamp(new Date());
  const id = await db.oneFirst(sql.type(z.object({ id: callId }))`
    insert into call (institute_id, vendor, direction, number_key, first_heard_at, last_heard_at, started_at)
    values (${instituteId}, 'tatatel', 'inbound', ${numberKey}, ${now}, ${now}, ${now})
    returning id
  `);
  const hears = async (fact: (receivedAt: number) => NewFact): Promise<void> => {
    await db.transaction(async (tx) => {
      await addFact(tx, { instituteId, callId: id, fact: fact(Date.now()) });
      await advance(tx, { instituteId, callId: id, now: Date.now(), by: 'other' });
    });
  };
  return {
    id,
    rings: async (counsellorId) =>
      hears((receivedAt) => ({
        kind: 'offered',
        receivedAt,
        flags: [],
        agent: agentOf(counsellorId),
        stale: false,
        reportsAnswer: false,
      })),
    ends: async (counsellorId, seconds) =>
      hears((receivedAt) => ({
        kind: 'ended',
        receivedAt,
        flags: [],
        agent: counsellorId === null ? null : agentOf(counsellorId),
        status: seconds === null ? { result: 'failure', cause: null } : { result: 'success' },
        talkSeconds: seconds,
        startedAt: null,
        endedAt: null,
        recordingUrl: null,
      })),
  };
}

function agentOf(counsellorId: CounsellorId): Agent {
  return { counsellorId, number: `agent of ${counsellorId}` };
}
