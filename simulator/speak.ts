import { classic } from './classic/speak.ts';
import { exotelOwn } from './exotel/native.ts';
import { knowlarityOwn } from './knowlarity/native.ts';
import { mcube } from './mcubes/native.ts';
import { myoperatorOwn } from './myoperator/native.ts';
import { smartflo } from './tatatel/native.ts';
import type { Vendor } from './day/planned.ts';
import type { Random } from './random.ts';
import type { Dialect } from './telling/dialect.ts';

/** `classic`: every vendor speaks the dialect all of them can; `native`: its own where we know one; `both`: now this, now that. */
export const DIALECTS = ['both', 'classic', 'native'] as const;
export type DialectChoice = (typeof DIALECTS)[number];

/** Which dialect a call is told in, by vendor and chance. */
export const dialectsOf =
  (choice: DialectChoice) =>
  (vendor: Vendor, random: Random): Dialect => {
    const isNative = choice === 'native' || (choice === 'both' && random.chance(0.5));
    return isNative ? NATIVE[vendor] : classic(random.chance(0.5) ? 'secret' : 'token');
  };

const NATIVE: Readonly<Record<Vendor, Dialect>> = {
  tatatel: smartflo,
  myoperator: myoperatorOwn,
  mcubes: mcube,
  exotel: exotelOwn,
  knowlarity: knowlarityOwn,
};
