import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId, LeadId, PopupId } from '../domain/ids.ts';
import { counsellorId, leadId, popupId } from './columns.ts';
import type { Db } from './pool.ts';

/** The first owner of the lead `l` of the surrounding query, as JSON; null when it has none. */
const firstOwner = sql.fragment`(
  select jsonb_build_object('id', c.id, 'name', c.name)
  from lead_owner o
  join counsellor c on c.institute_id = o.institute_id and c.id = o.counsellor_id
  where o.institute_id = l.institute_id and o.lead_id = l.id
  order by o.position, o.counsellor_id
  limit 1
)`;

const leadCard = z.object({
  popupId,
  id: leadId,
  name: z.string(),
  stage: z.string(),
  junk: z.boolean(),
  owner: z.object({ id: counsellorId, name: z.string() }).nullable(),
  /** The lead the pop-up is about, in contrast to another that shares the number. */
  shown: z.boolean(),
});
/** A lead on a pop-up. */
export type LeadCard = z.infer<typeof leadCard>;

/** What decides which leads a pop-up shows. */
export interface CardQuestion {
  readonly instituteId: InstituteId;
  readonly id: PopupId;
  readonly leadId: LeadId | null;
  readonly number: string | null;
  readonly includeAlternates: boolean;
}

/**
 * The leads these pop-ups show: the pop-up's own and the others that share the number, primary before alternate, then
 * most recently active (product 1.6). A merged lead gives way to its primary.
 */
export async function leadCards(db: Db, questions: readonly CardQuestion[]): Promise<readonly LeadCard[]> {
  if (questions.length === 0) return [];
  const asked = sql.unnest(
    questions.map(({ instituteId, id, leadId: lead, number, includeAlternates }) => [
      instituteId,
      id,
      lead,
      number,
      includeAlternates,
    ]),
    ['int4', 'uuid', 'uuid', 'text', 'bool'],
  );
  return await db.any(sql.type(leadCard)`
    with recursive asked as (
      select * from ${asked} as asked (institute_id, popup_id, lead_id, number_key, include_alternates)
    ),
    holder as (
      select institute_id, popup_id, lead_id as id, true as shown, true as is_primary from asked where lead_id is not null
      union
      select asked.institute_id, asked.popup_id, p.lead_id, false, p.kind = 'primary'
      from asked
      join lead_phone p on p.institute_id = asked.institute_id and p.number_key = asked.number_key
      where p.kind = 'primary' or asked.include_alternates
      union
      select h.institute_id, h.popup_id, l.merged_into, h.shown, h.is_primary
      from holder h
      join lead l on l.institute_id = h.institute_id and l.id = h.id
      where l.merged_into is not null
    )
    select h.popup_id as "popupId", l.id, l.name, l.stage, l.junk, ${firstOwner} as owner, h.shown
    from (
      select institute_id, popup_id, id, bool_or(shown) as shown, bool_or(is_primary) as is_primary
      from holder
      group by institute_id, popup_id, id
    ) h
    join lead l on l.institute_id = h.institute_id and l.id = h.id and l.merged_into is null
    order by h.popup_id, h.shown desc, h.is_primary desc, l.last_active_at desc, l.id
  `);
}
