import { sql, type FragmentSqlToken } from 'slonik';
import type { InstituteId } from '../domain/ids.ts';

/**
 * Whose these agents' keys are at a vendor, as a JSON object by key, for a surrounding query: by a counsellor's number,
 * else by their user id at the vendor. A key that is nobody's is left out.
 */
export const counsellorsOfKeys = ({
  instituteId,
  vendor,
  keys,
}: {
  instituteId: InstituteId;
  vendor: string;
  keys: readonly string[];
}): FragmentSqlToken => sql.fragment`
  coalesce((
    select jsonb_object_agg(wanted.key, found.counsellor_id)
    from unnest(${sql.array([...keys], 'text')}) as wanted (key)
    cross join lateral (
      select n.counsellor_id
      from agent_number n
      where n.institute_id = ${instituteId} and n.vendor = ${vendor}
        and (n.number_key = wanted.key or n.vendor_user_id = wanted.key)
      order by n.number_key = wanted.key desc, n.number_key
      limit 1
    ) as found
  ), '{}')
`;
