import type { Random } from '../random.ts';
import { VENDORS, type Counsellor, type Did, type Student } from './planned.ts';

/** Everybody and everything a day is played with. */
export interface World {
  readonly counsellors: readonly [Counsellor, ...Counsellor[]];
  readonly students: readonly [Student, ...Student[]];
  /** Two at each vendor. */
  readonly dids: readonly Did[];
}

const CAMPAIGNS = ['Website', 'Newspaper', 'Fair', 'Hoarding', 'Portal'] as const;

/** Numbers of a block that India has not given to anybody we know of; the last seven digits count. */
const numbered = (block: string, index: number): string =>
  `+91${block}${String(index).padStart(10 - block.length, '0')}`;

const two = (index: number): string => String(index).padStart(2, '0');

/**
 * The people of a day. A third of the students are leads before it begins, most of those with one owner.
 *
 * @param calls how many the day has: a desk grows with them
 */
export function worldFor(random: Random, calls: number): World {
  const counsellors = Array.from(
    { length: Math.min(40, Math.max(6, Math.ceil(calls / 60))) },
    (_, index): Counsellor => ({
      ref: `c${two(index + 1)}`,
      name: `Counsellor ${two(index + 1)}`,
      phone: numbered('90000', index + 1),
      userId: (0x5cd40f65_0000 + index).toString(16).padStart(24, '0'),
    }),
  );
  const refs = counsellors.map(({ ref }) => ref);
  const students = Array.from({ length: Math.max(10, Math.ceil(calls * 0.75)) }, (_, index): Student => {
    const own = random.fork(`student ${index}`);
    const owners = own.shuffled(refs).slice(0, own.chance(0.15) ? 0 : own.chance(0.15) ? 2 : 1);
    const name = `Student ${index + 1}`;
    return {
      ref: `s${index + 1}`,
      number: numbered('981', index + 1),
      lead: own.chance(0.35) ? { name, owners } : null,
    };
  });
  const dids = VENDORS.flatMap((vendor, place) =>
    [0, 1].map((second): Did => ({
      vendor,
      number: numbered('80471', place * 2 + second + 1),
      campaign: CAMPAIGNS[(place + second) % CAMPAIGNS.length] ?? CAMPAIGNS[0],
    })),
  );
  // Neither list is ever empty: their lengths have a least.
  return {
    counsellors: counsellors as unknown as World['counsellors'],
    students: students as unknown as World['students'],
    dids,
  };
}
