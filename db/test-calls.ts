import { sql } from 'slonik';
import { TEST_CALL } from '../domain/call/flags.ts';

/**
 * Whether the call `c` of the surrounding query is a test call: its number is the one of a go-live check of its vendor,
 * which was on when the call was first heard of. Its flag says so still when its number is forgotten.
 */
export const isTestCall = sql.fragment`(
  ${TEST_CALL} = any(c.flags)
  or exists (
    select from go_live_run g
    where g.institute_id = c.institute_id and g.number_key = c.number_key and g.vendor = c.vendor
      and c.first_heard_at >= g.started_at and c.first_heard_at < g.until
  )
)`;
