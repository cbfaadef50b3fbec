import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedCall } from '../day/planned.ts';
import { befalls } from '../faults/catalogue.ts';
import { DAY_MINUTES } from '../faults/sequence.ts';
import type { LedgerEntry } from '../ledger.ts';
import { playClick } from './click.ts';
import type { Playing, Stage } from './playing.ts';
import { playTold } from './told-call.ts';

export interface DayPace {
  /** Calls that begin in a second. */
  readonly perSecond: number;
  /** Most calls that are on at once. */
  readonly atOnce: number;
  readonly say: (line: string) => void;
}

/** Between two calls of one student, in ms: the one before has settled by then, from its report or from the record. */
const RESTS_MS = { reported: 3000, unreported: 15_000 };
const TELL_EVERY = 250;

/** Plays the calls in their order and at their rate, and gives back the ledger of what really happened. */
export async function playDay(
  stage: Stage,
  calls: readonly PlannedCall[],
  { perSecond, atOnce, say }: DayPace,
): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  const lastOfStudent = new Map<string, Promise<void>>();
  const lastOfClicker = new Map<string, Promise<void>>();
  const on = new Set<Promise<void>>();
  const began = Date.now();
  for (const [place, call] of calls.entries()) {
    await sleep(Math.max(0, began + (place * 1000) / perSecond - Date.now()));
    while (on.size >= atOnce) await Promise.race(on);
    await stage.pressure.eased();
    const before = lastOfStudent.get(call.student.ref);
    const busy = call.kind === 'clicked' ? lastOfClicker.get(call.counsellor) : undefined;
    const minute = (place * DAY_MINUTES) / calls.length;
    stage.onMinute(minute);
    const played = (async () => {
      await Promise.all([before, busy]);
      const entry = await playCall(stage, call, minute);
      entries.push(entry);
      return entry;
    })();
    const playing = played.then(() => undefined);
    lastOfStudent.set(
      call.student.ref,
      played.then(async (entry) => sleep(isReported(entry) ? RESTS_MS.reported : RESTS_MS.unreported)),
    );
    if (call.kind === 'clicked') lastOfClicker.set(call.counsellor, playing);
    on.add(playing);
    void playing.finally(() => on.delete(playing)).catch(() => undefined); // who waits for all of them hears of it
    if ((place + 1) % TELL_EVERY === 0) say(`${place + 1} of ${calls.length} calls begun, ${on.size} on`);
  }
  await Promise.all(on);
  return entries.toSorted((a, b) => a.beganAt - b.beganAt || a.call.number - b.call.number);
}

const isReported = ({ told }: LedgerEntry): boolean =>
  told.some(({ says }) => says.some(({ kind }) => kind === 'reports'));

async function playCall(stage: Stage, call: PlannedCall, minute: number): Promise<LedgerEntry> {
  const { institute, apis, url, rates } = stage;
  const { vendor } = call;
  const random = stage.random.fork(`play ${call.number}`);
  const api = apis.get(vendor);
  if (api === undefined) throw new Error(`There is no API of ${vendor}`);
  const playing: Playing = {
    stage,
    call,
    traits: stage.traits[vendor],
    api,
    dialect: stage.dialect(vendor, random.fork('dialect')),
    where: {
      url,
      institute: institute.id,
      vendor,
      secretKey: institute.secretKey,
      token: institute.tokens.get(vendor) ?? '',
    },
    random,
    has: (fault) => befalls(fault, vendor) && random.fork(`fault ${fault}`).chance(rates[fault] ?? 0),
    minute,
  };
  return call.kind === 'clicked' ? await playClick(playing, call) : await playTold(playing);
}
