import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { ASHA, BILAL, isOver, isTaken, openFloor, type Floor } from './floor.ts';

let floor: Floor;
beforeAll(async () => {
  floor = await openFloor();
});
afterAll(async () => {
  await floor.close();
});

const dayRow = z.object({
  who: z.string().nullable(),
  success: z.number(),
  missed: z.number(),
  talk: z.number(),
  timed: z.number(),
  offers: z.number(),
});

/** Totals of outbound calls by counsellor, from the day rows and from what each call contributes. */
async function totals(table: 'counsellor_day' | 'contribution') {
  const from = table === 'contribution' ? sql.fragment`contribution` : sql.fragment`counsellor_day`;
  return await floor.stage.db.any(sql.type(dayRow)`
    select k.name as who, sum(success)::integer as success, sum(missed)::integer as missed, sum(talk_seconds)::integer as talk,
      sum(timed_successes)::integer as timed, sum(offers)::integer as offers
    from ${from} t
    left join counsellor k on k.id = t.counsellor_id
    where t.direction = 'outbound'
    group by k.name
    having sum(success) + sum(missed) + sum(talk_seconds) + sum(offers) <> 0
    order by k.name
  `);
}

test('outbound calls count for whoever clicked: answered, or missed where the vendor took it; what it did not take counts for nobody', async () => {
  const { stage, asha, vendor } = floor;
  const click = async () => {
    const lead = await floor.newLead();
    const { body } = await floor.click(asha, { leadId: lead.id, via: 'cloud' });
    return { id: body.call.id, number: lead.number };
  };
  const ends = async (fields: Record<string, string | number>) => {
    const { id, number } = await click();
    const { vendorCallId } = await floor.call(id, isTaken);
    const said = { call_id: vendorCallId, applicant_no: number, agent_no: ASHA };
    await stage.vendor('ivrCallNotification', { ...said, call_type: 'outbound' });
    await stage.vendor('ivrCallBackDetails', { ...said, ...fields });
    await floor.call(id, isOver);
    return { ...said, id };
  };
  await ends({ status: '1', call_duration: 40 });
  await ends({ status: '1' });
  const corrected = await ends({ status: 'busy' });
  await ends({ status: 'missed', agent_no: '' });
  // Refused by the vendor, and transferred to a colleague.
  vendor.exchange.failNext('failure_with_200', 1, '/v1/click_to_call');
  await floor.call((await click()).id, isOver);
  await ends({ status: '1', call_duration: 25, agent_no: BILAL });

  const before = await totals('counsellor_day');
  expect(before).toEqual([
    { who: 'Asha Rao', success: 3, missed: 2, talk: 40, timed: 1, offers: 0 },
    { who: 'Bilal Khan', success: 1, missed: 0, talk: 25, timed: 1, offers: 1 },
  ]);
  expect(await totals('contribution')).toEqual(before);

  // The vendor corrects itself.
  const { id, ...said } = corrected;
  await stage.vendor('ivrCallBackDetails', { ...said, status: '1', call_duration: 15 });
  await floor.call(id, ({ outcome }) => outcome === 'answered');
  const after = await totals('counsellor_day');
  expect(after[0]).toEqual({ who: 'Asha Rao', success: 4, missed: 1, talk: 55, timed: 2, offers: 0 });
  expect(await totals('contribution')).toEqual(after);
});
