import { sql } from 'slonik';
import { z } from 'zod';
import type { Db } from './pool.ts';

const waitRow = z.object({ waitMs: z.number() });

/** Takes the next turn of an account's requests; how long it is until then, or null where that is longer than `longestMs`. */
export const takeVendorTurn = async (
  db: Db,
  {
    instituteId,
    vendor,
    line,
    gapMs,
    longestMs,
  }: {
    readonly instituteId: number;
    readonly vendor: string;
    readonly line: string;
    readonly gapMs: number;
    readonly longestMs: number;
  },
): Promise<number | null> => {
  const gap = sql.fragment`${gapMs}::double precision * interval '1 millisecond'`;
  return await db.maybeOneFirst(sql.type(waitRow)`
    insert into vendor_turn as turn (institute_id, vendor, line, next_at)
    values (${instituteId}, ${vendor}, ${line}, clock_timestamp() + ${gap})
    on conflict (institute_id, vendor, line) do update
    set next_at = greatest(turn.next_at, clock_timestamp()) + ${gap}
    where turn.next_at <= clock_timestamp() + ${longestMs}::double precision * interval '1 millisecond'
    returning greatest(0, extract(epoch from next_at - ${gap} - clock_timestamp()) * 1000)::double precision as "waitMs"
  `);
};
