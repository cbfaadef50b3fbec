import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorId, noRows } from './columns.ts';
import { mayReceivePopups } from './popup-permission.ts';
import type { Db, Tx } from './pool.ts';

const reachable = z.object({
  id: counsellorId,
  /** The counsellor's first number at the vendor, exactly as entered. */
  agentNumber: z.string(),
  available: z.boolean(),
});
export type Reachable = z.infer<typeof reachable>;

interface Question {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  /** Null asks for every active counsellor with a number at the vendor. */
  readonly ids: readonly CounsellorId[] | null;
  readonly ringSeconds: number;
  readonly now: EpochMs;
}

/**
 * The counsellors among `ids`, in that order, who are active and have a number at this vendor, and whether each
 * is available (product 1.2): taking calls, holding the pop-up permission, not ringing, talking or wrapping up,
 * not routed to in the last ring time.
 */
export async function reachableCounsellors(
  db: Db,
  { instituteId, vendor, ids, ringSeconds, now }: Question,
): Promise<readonly Reachable[]> {
  const wanted = ids === null ? null : sql.array([...ids], 'uuid');
  const at = sql.timestamp(new Date(now));
  return await db.any(sql.type(reachable)`
    select k.id, n.entered as "agentNumber",
      (
        k.taking_calls and ${mayReceivePopups}
        and coalesce(k.routed_at < ${at} - make_interval(secs => ${ringSeconds}), true)
        and not exists (
          select from offer o
          where o.institute_id = k.institute_id and o.counsellor_id = k.id and o.result = 'ringing'
        )
        and not exists (
          select from click_to_call d
          where d.institute_id = k.institute_id and d.counsellor_id = k.id and d.released_at is null
        )
        and not exists (
          select from call c
          where c.institute_id = k.institute_id and c.counsellor_id = k.id
            and (c.state = 'talking' or (c.outcome = 'answered' and not c.wrap_up_done and c.wrap_up_until > ${at}))
        )
      ) as available
    from counsellor k
    join lateral (
      select entered from agent_number n
      where n.institute_id = k.institute_id and n.counsellor_id = k.id and n.vendor = ${vendor}
      order by n.position, n.number_key
      limit 1
    ) n on true
    where k.institute_id = ${instituteId} and k.active and (${wanted}::uuid[] is null or k.id = any(${wanted}::uuid[]))
    order by array_position(${wanted}::uuid[], k.id), k.id
  `);
}

interface Routed {
  readonly instituteId: InstituteId;
  readonly ids: readonly CounsellorId[];
  readonly now: EpochMs;
}

/** Notes whom the vendor will ring first, so that the next question does not name them as available. */
export async function markRouted(tx: Tx, routed: Routed): Promise<void> {
  await tx.query(sql.type(noRows)`${routedCounsellors({ ...routed, condition: sql.fragment`true` })}`);
}

/** `markRouted` for a surrounding statement, where the condition holds. */
export function routedCounsellors({
  instituteId,
  ids,
  now,
  condition,
}: Routed & { readonly condition: FragmentSqlToken }): FragmentSqlToken {
  return sql.fragment`
    update counsellor k set routed_at = ${sql.timestamp(new Date(now))}
    from (
      select institute_id, id from counsellor
      where institute_id = ${instituteId} and id = any(${sql.array([...ids], 'uuid')}) and ${condition}
      order by id
      for no key update
    ) as named
    where k.institute_id = named.institute_id and k.id = named.id
  `;
}

/** Takes turns with other questions of the institute, where the answer depends on who was named a moment ago. */
export async function lockRouting(tx: Tx, instituteId: InstituteId): Promise<void> {
  await tx.query(sql.type(noRows)`select pg_advisory_xact_lock(${instituteId}, hashtext('routing'))`);
}

const enteredRow = z.object({ entered: z.string() });

/** A counsellor's first number at a vendor exactly as entered; null when they have none there. */
export async function firstAgentNumber(
  db: Db,
  { instituteId, vendor, counsellorId: id }: { instituteId: InstituteId; vendor: string; counsellorId: CounsellorId },
): Promise<string | null> {
  return await db.maybeOneFirst(sql.type(enteredRow)`
    select entered from agent_number
    where institute_id = ${instituteId} and counsellor_id = ${id} and vendor = ${vendor}
    order by position, number_key
    limit 1
  `);
}
