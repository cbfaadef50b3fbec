import { sql } from 'slonik';
import { noRows } from '../db/columns.ts';
import type { Pool } from '../db/pool.ts';
import { demo } from '../dev/demo-data.ts';

/** Between two calls of the past. */
const APART_SECONDS = 60;

/**
 * Fills the demo institute with answered calls of its leads, newest an hour ago, closed and with nothing left to do.
 * On empty tables Postgres plans as no database in use would, and what is measured would be that.
 */
export async function insertPastCalls(db: Pool, count: number): Promise<void> {
  const institute = demo.institute.id;
  await db.query(sql.type(noRows)`
    with owned as (
      select row_number() over (order by o.lead_id) as nth, o.lead_id, o.counsellor_id, p.number_key
      from lead_owner o
      join lead_phone p on p.institute_id = o.institute_id and p.lead_id = o.lead_id and p.kind = 'primary'
      where o.institute_id = ${institute}
    ),
    given as (
      select uuidv7() as id, uuidv7() as request_id, n, owned.*,
        now() - interval '1 hour' - n * make_interval(secs => ${APART_SECONDS}) as at
      from generate_series(1, ${count}::integer) as n
      join owned on owned.nth = 1 + n % (select count(*) from owned)
    ),
    made as (
      insert into call (institute_id, id, vendor, direction, number_key, vendor_call_id, first_heard_at, last_heard_at, started_at,
        last_seq, applied_seq, delivered_seq, state, outcome, lead_id, counsellor_id, ended_at, settled_at, talk_seconds, wrap_up_done, closed_at)
      select ${institute}, id, ${demo.vendor}, 'inbound', number_key, 'past-' || n, at, at, at,
        2, 2, 2, 'ended', 'answered', lead_id, counsellor_id, at, at, 65, true, at
      from given
    ),
    named as (
      insert into call_ref (institute_id, vendor, kind, ref, call_id)
      select ${institute}, ${demo.vendor}, 'vendor_call', 'past-' || n, id from given
    ),
    heard as (
      insert into fact (institute_id, call_id, seq, kind, received_at, counsellor_id, request_id, data)
      select ${institute}, id, seq, case seq when 1 then 'offered' else 'ended' end, at, counsellor_id, request_id, '{"flags": []}'
      from given, generate_series(1, 2) as seq
    ),
    rung as (
      insert into offer (institute_id, call_id, position, counsellor_id, fact_seq, at, ended_at, result)
      select ${institute}, id, 1, counsellor_id, 1, at, at, 'answered' from given
    ),
    shown as (
      insert into popup (institute_id, call_id, counsellor_id, fact_seq, state, lead_id, opened_at, closed_at)
      select ${institute}, id, counsellor_id, 1, 'closed', lead_id, at, at from given
    ),
    told as (
      insert into timeline (institute_id, lead_id, at, type, call_id) select ${institute}, lead_id, at, 'call', id from given
    )
    insert into vendor_request (id, institute_id, vendor, endpoint, received_at, method, fields, http_status, answer, outcome, call_id, fact_seq)
    select request_id, ${institute}, ${demo.vendor}, 'ivrCallNotification', at, 'POST', '{}', 200, '{}', 'taken', id, 1 from given
  `);
}
