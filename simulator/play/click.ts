import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ClickedCall } from '../day/planned.ts';
import { unfold } from '../day/script.ts';
import type { LedgerEntry } from '../ledger.ts';
import { metBy, type Playing } from './playing.ts';
import { playScript } from './told-call.ts';

const clicked = z.object({ call: z.object({ id: z.string() }) });

/** The product dials no later than 20 s after the click; what is unclear is known 20 s after that. In ms. */
const PLACED_WITHIN_MS = 45_000;
/** "Try again", says a product that is away for a moment: the same click, after so many ms, so often. */
const AGAIN_MS = 2000;
const MOST_AGAIN = 10;
/** Then whoever clicked puts the telephone down. In ms. */
const PATIENCE_MS = 20_000;

/** A counsellor clicks; the vendor the product asks places the call, or does not. */
export async function playClick(playing: Playing, call: ClickedCall): Promise<LedgerEntry> {
  const { stage } = playing;
  const { institute, placements, desk } = stage;
  const beganAt = Date.now();
  const person = institute.counsellors.get(call.counsellor)?.person;
  const leadId = institute.leads.get(call.student.ref);
  if (person === undefined || leadId === undefined)
    throw new Error('A click was planned without a lead or a counsellor');

  const key = { 'idempotency-key': randomUUID() };
  let { status, body } = await person.call('POST', '/v1/calls', { leadId, via: 'cloud' }, key);
  for (let again = 0; status === 503 && again < MOST_AGAIN; again += 1) {
    await sleep(AGAIN_MS);
    ({ status, body } = await person.call('POST', '/v1/calls', { leadId, via: 'cloud' }, key));
  }
  const read = clicked.safeParse(body);
  const id = status === 202 && read.success ? read.data.call.id : null;
  const script = unfold(call, [], 'sequential');
  const nothing = { callId: '', script, asked: null };
  if (id === null) {
    const refused = [{ endpoint: '/v1/calls', status, message: JSON.stringify(body).slice(0, 200) }];
    return {
      ...nothing,
      call,
      beganAt,
      endedAt: Date.now(),
      told: [],
      putOffs: status === 503 ? 1 : 0,
      saved: [],
      faults: [...metBy(playing)],
      refused,
      click: { status, callId: null, placed: false },
    };
  }
  const over = desk.untilOver(id, PLACED_WITHIN_MS);
  const placed = await placements.of(id, PLACED_WITHIN_MS, over);
  const click = { status, callId: id, placed: placed !== null };
  if (placed === null) {
    return {
      ...nothing,
      call,
      beganAt,
      endedAt: Date.now(),
      told: [],
      putOffs: 0,
      saved: [],
      faults: [...metBy(playing)],
      refused: [],
      click,
    };
  }
  const reference = placed.reference;
  const entry = await playScript(playing, {
    ...nothing,
    callId: placed.callId,
    beganAt: Date.now(),
    refused: [],
    reference,
    click,
  });
  if (!(await desk.untilOver(id, PATIENCE_MS))) await person.call('POST', `/v1/calls/${id}/hangup`);
  return entry;
}
