import { setTimeout as sleep } from 'node:timers/promises';
import { unfold, type Script } from '../day/script.ts';
import { isOut, troubled } from '../faults/sequence.ts';
import type { LedgerEntry, Refused } from '../ledger.ts';
import { STREAM, type Message } from '../telling/message.ts';
import { bare } from '../telling/numbers.ts';
import { callIdOf } from './call-id.ts';
import { paced } from './clock.ts';
import { counsellorOf, factsOf, metBy, type Playing } from './playing.ts';
import { saveLead } from './save.ts';
import { send, type Sent } from './send.ts';

/** A call that the vendor has: one that comes in, or one that is dialled there. */
export async function playTold(playing: Playing): Promise<LedgerEntry> {
  const { call, stage, traits } = playing;
  const beganAt = Date.now();
  const callId = callIdOf(call, stage.tag, beganAt);
  const refused: Refused[] = [];
  const asked = await askRouting(playing, callId, beganAt, refused);
  const script = unfold(call, asked?.agents ?? [], traits.ring);
  return await playScript(playing, { callId, beganAt, script, asked, refused, reference: null, click: null });
}

/** Whom the product says to ring; null when the vendor can't ask, or is answered nothing it understands. */
async function askRouting(
  playing: Playing,
  callId: string,
  beganAt: number,
  refused: Refused[],
): Promise<LedgerEntry['asked']> {
  const { call, dialect, where, random, stage, has, minute } = playing;
  if (call.kind !== 'inbound') return null;
  const silent = call.course.kind === 'hangs_up_in_greeting' && has('silent_greeting');
  const lost = random.fork('question').chance(stage.rates.loss ?? 0) || isOut(stage.outage, call.vendor, minute);
  const question = dialect.question({ call, callId, beganAt, has, random: random.fork('question words') });
  if (question === null || silent || lost) return null;
  const sent = await send({ dialect, where, pressure: stage.pressure }, question);
  const numbers = dialect.readAnswer(sent.status, sent.body);
  if (numbers === null) {
    refused.push(refusal(question.endpoint, sent));
    return null;
  }
  const byNumber = new Map(stage.world.counsellors.map(({ phone, ref }) => [bare(phone), ref]));
  const agents = numbers.flatMap((number) => byNumber.get(number) ?? []);
  if (agents.length < numbers.length)
    refused.push({
      endpoint: question.endpoint,
      status: sent.status,
      message: 'named a number that is no counsellor’s',
    });
  return { at: sent.at, tookMs: sent.tookMs, agents };
}

const refusal = (endpoint: string, { status, body }: Sent): Refused => ({
  endpoint,
  status,
  message: typeof body === 'string' ? body.slice(0, 200) : JSON.stringify(body).slice(0, 200),
});

/** Counsellors see a card a moment after their telephone rings; how long that takes shows how hard the product finds it. */
function watchCards({ stage, call }: Playing, { says }: Message): void {
  for (const said of says) {
    if (said.kind !== 'rings' || call.kind === 'clicked') continue;
    const rang = Date.now();
    const seen = async (withinMs: number): Promise<boolean> =>
      await stage.desk.untilCard(said.agent, call.student.number, withinMs);
    void seen(CARD_WITHIN_MS).then(async (inTime) => {
      stage.pressure.noteCard(inTime ? Date.now() - rang : null);
      if (!inTime && (await seen(CARD_LATE_MS))) stage.pressure.noteCard(Date.now() - rang);
    });
  }
}

/** A card that takes longer is as good as none. In ms. */
const CARD_WITHIN_MS = 1500;
/** One that comes all the same within so many more shows how busy the product is. In ms. */
const CARD_LATE_MS = 3500;

export type Begun = Pick<LedgerEntry, 'callId' | 'beganAt' | 'script' | 'asked' | 'refused' | 'click'> & {
  readonly reference: string | null;
};

/** What happens on the call, and what is sent of it. */
export async function playScript(playing: Playing, { reference, ...begun }: Begun): Promise<LedgerEntry> {
  const { call, stage, api, dialect, where, random, minute } = playing;
  const { callId, script, beganAt } = begun;
  const entry: LedgerEntry = {
    call,
    ...begun,
    endedAt: 0,
    putOffs: 0,
    told: [],
    saved: [],
    faults: [...metBy(playing)],
  };
  const known = { call, callId, beganAt, script, counsellor: counsellorOf(stage.world) };
  // Asking whom to ring took its time; the call's own clock stood still meanwhile.
  const base = Date.now();
  const after = paced(script, stage.pace);
  const until = async (seconds: number): Promise<void> => sleep(Math.max(0, base + after(seconds) - Date.now()));

  api.began(known);
  const { sendings, faults } = troubled(dialect.messages(factsOf(playing, { ...begun, reference })), {
    random: random.fork('way'),
    rates: stage.rates,
    vendor: call.vendor,
    outage: stage.outage,
    minute,
  });
  entry.faults.push(...faults);
  const telling = async (): Promise<void> => {
    for (const message of sendings) {
      await until(message.due);
      if (message.endpoint === STREAM) {
        const at = Date.now();
        if (api.push?.(message.fields) === true)
          entry.told.push({
            says: message.says,
            named: message.named,
            sentAt: at,
            at,
            by: 'stream',
            certain: true,
            slow: false,
          });
        continue;
      }
      const sent = await send({ dialect, where, pressure: stage.pressure }, message);
      entry.putOffs += sent.putOffs;
      const certain = dialect.isTaken(sent.status, sent.body);
      if (certain || sent.putOff)
        entry.told.push({
          says: message.says,
          named: message.named,
          sentAt: sent.at - sent.tookMs,
          at: sent.at,
          by: 'request',
          certain,
          slow: false,
        });
      if (certain && message.due === message.at) watchCards(playing, message);
      if (!certain && !sent.putOff) entry.refused.push(refusal(message.endpoint, sent));
    }
  };
  const ending = async (): Promise<void> => {
    await until(script.ends);
    entry.endedAt = Date.now();
    api.ended(known);
  };
  await Promise.all([telling(), ending(), saving(playing, entry, until)]);
  return entry;
}

/** Some who talk save the lead while they do. */
async function saving(playing: Playing, entry: LedgerEntry, until: (seconds: number) => Promise<void>): Promise<void> {
  const { random } = playing;
  for (const { agent, from, to } of talksOf(entry.script)) {
    if (!random.fork(`saves ${agent}`).chance(0.25)) continue;
    await until((from + to) / 2);
    const at = await saveLead(playing, agent);
    if (at !== null) entry.saved.push({ agent, at });
  }
}

const talksOf = ({ direction, talks }: Script): Script['talks'] => (direction === 'inbound' ? talks : []);
