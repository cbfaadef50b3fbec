import type { Random } from '../random.ts';
import {
  VENDORS,
  type ClickedCall,
  type InboundCourse,
  type OutboundCourse,
  type PlannedCall,
  type Student,
  type Vendor,
} from './planned.ts';
import type { World } from './world.ts';

export interface DayOptions {
  /** How many calls. */
  readonly calls: number;
  readonly vendors: readonly Vendor[];
  /** By which vendor each counsellor dials, by `ref`; who has none does not click. */
  readonly partners: ReadonlyMap<string, Vendor>;
}

/** A student rings again no sooner than this many calls later. */
const APART = 30;

/** Longest talk: with the rings and the greeting, a call's stamps stay within ten minutes (see play/clock). */
const LONGEST_TALK = 400;

const OUTBOUND: readonly [OutboundCourse, number][] = [
  ['answered', 0.6],
  ['no_answer', 0.25],
  ['busy', 0.1],
  ['cancelled', 0.05],
];

const weighted = <T>(random: Random, choices: readonly (readonly [T, number])[], otherwise: T): T => {
  let left = random.next();
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  return otherwise;
};

const inboundCourse = (random: Random, refs: readonly [string, ...string[]]): InboundCourse => {
  const kind = weighted<InboundCourse['kind']>(
    random,
    [
      ['hangs_up_in_greeting', 0.08],
      ['answered', 0.67],
      ['unanswered', 0.25],
    ],
    'answered',
  );
  switch (kind) {
    case 'hangs_up_in_greeting':
      return { kind };
    case 'answered': {
      const transfer = random.chance(0.06) ? { to: random.pick(refs), talkSeconds: random.int(5, 90) } : null;
      return {
        kind,
        atRing: weighted(
          random,
          [
            [0, 0.6],
            [1, 0.25],
            [2, 0.1],
          ],
          3,
        ),
        transfer,
      };
    }
    default:
      return { kind: 'unanswered', rings: random.int(1, 3), leavesVoicemail: random.chance(0.15) };
  }
};

/**
 * The day as it was meant to be: who calls whom by which vendor, and what they do. Pure: the same seed gives the same
 * day. Whom a call that comes in will ring is left open, because the product is asked.
 */
export function planDay(
  random: Random,
  world: World,
  { calls, vendors, partners }: DayOptions,
): readonly PlannedCall[] {
  const refs = world.counsellors.map(({ ref }) => ref) as [string, ...string[]]; // a world has a counsellor
  const lastCall = new Map<string, number>();
  const fresh = [...world.students];
  const planned: PlannedCall[] = [];
  for (let number = 1; number <= calls; number += 1) {
    const own = random.fork(`call ${number}`);
    const student = chooseStudent(own, { fresh, known: world.students, lastCall, number });
    lastCall.set(student.ref, number);
    planned.push(planCall(own, { world, refs, student, number, vendors, partners }));
  }
  return planned;
}

interface Choice {
  readonly fresh: Student[];
  readonly known: readonly [Student, ...Student[]];
  readonly lastCall: ReadonlyMap<string, number>;
  readonly number: number;
}

/** Mostly somebody who has not called today; else one whose last call is long over. */
function chooseStudent(random: Random, { fresh, known, lastCall, number }: Choice): Student {
  const again = known.filter(({ ref }) => (lastCall.get(ref) ?? number) <= number - APART);
  if (again.length > 0 && (fresh.length === 0 || random.chance(0.3)))
    return random.pick(again as [Student, ...Student[]]); // it has one
  return fresh.shift() ?? random.pick(known);
}

interface Making {
  readonly world: World;
  readonly refs: readonly [string, ...string[]];
  readonly student: Student;
  readonly number: number;
  readonly vendors: readonly Vendor[];
  readonly partners: ReadonlyMap<string, Vendor>;
}

function planCall(random: Random, { world, refs, student, number, vendors, partners }: Making): PlannedCall {
  const vendor = vendors[(number + random.int(0, 1)) % vendors.length] ?? VENDORS[0];
  const did = random.pick(world.dids.filter((one) => one.vendor === vendor) as [World['dids'][number]]); // every vendor has two
  const base = {
    number,
    vendor,
    student,
    did,
    ringSeconds: [random.int(6, 30), random.int(6, 30), random.int(6, 30)] as [number, number, number],
    talkSeconds: random.chance(0.15) ? random.int(1, 9) : random.int(10, LONGEST_TALK),
  };
  const drawn = weighted(
    random,
    [
      ['inbound', 0.7],
      ['dialled', 0.08],
      ['campaign', 0.1],
    ],
    'clicked',
  );
  // Of the five only Smartflo's dialler tells of campaigns (vendors.md 1.6).
  const kind = drawn === 'campaign' && vendor !== 'tatatel' ? 'dialled' : drawn;
  const counsellor = random.pick(refs);
  const course = weighted(random, OUTBOUND, 'answered');
  switch (kind) {
    case 'dialled':
    case 'campaign':
      return { ...base, kind, counsellor, course };
    case 'clicked': {
      // A click needs a lead to click on, and somebody who dials by this vendor.
      const [clicker] = random.shuffled(refs.filter((ref) => partners.get(ref) === vendor));
      if (student.lead === null || clicker === undefined) return { ...base, kind: 'dialled', counsellor, course };
      return {
        ...base,
        kind,
        counsellor: clicker,
        course: random.chance(0.12) ? 'agent_no_answer' : course,
      } satisfies ClickedCall;
    }
    default:
      return {
        ...base,
        kind: 'inbound',
        course: inboundCourse(random, refs),
        fallback: random.shuffled(refs).slice(0, 3),
      };
  }
}
