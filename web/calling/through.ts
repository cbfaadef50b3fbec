import type { Call, Calling } from '../api/contract.ts';
import { readable } from '../words/number.ts';
import { vendorName } from '../words/vendor.ts';

/** Whether clicks go by the counsellor's own phone alone. */
export const isByPhone = (calling: Calling | undefined): boolean =>
  calling !== undefined && calling.via.includes('app') && !calling.via.includes('cloud');

/**
 * By whom a call goes out, and which number the student sees, as far as we know: what the vendor told of the call, else what
 * it was asked for. Nothing of one by the counsellor's own phone.
 */
export function throughWords(
  { vendor, did }: Pick<Call, 'vendor' | 'did'>,
  calling: Calling | undefined,
): readonly string[] {
  if (isByPhone(calling)) return [];
  // With both ways open the call does not say by which it goes.
  const shown = did ?? (calling?.via.includes('app') === false ? calling.callerId : null);
  return [`Through ${vendorName(vendor)}`, ...(shown === null ? [] : [`The student sees ${readable(shown)}`])];
}
