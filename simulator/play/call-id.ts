import { createHash } from 'node:crypto';
import type { PlannedCall } from '../day/planned.ts';
import { bare } from '../telling/numbers.ts';

/** A vendor's id of a call, in the vendor's own shape (vendors.md). */
export function callIdOf({ vendor, number, student }: PlannedCall, tag: string, beganAt: number): string {
  const epoch = Math.floor(beganAt / 1000);
  const digest = createHash('sha256').update(`${tag} ${vendor} ${number}`).digest('hex');
  switch (vendor) {
    case 'tatatel':
      return `${epoch}.${100_000 + number}`;
    case 'myoperator':
      return `n2.${epoch}.${number}`;
    case 'mcubes':
      // The student's digits and the second; two calls of one student never begin in the same.
      return `${bare(student.number)}${epoch}`;
    case 'exotel':
      return digest.slice(0, 32);
    default:
      return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  }
}
