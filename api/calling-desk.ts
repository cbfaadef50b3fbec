import { findStoredAccount, type StoredAccount } from '../db/accounts.ts';
import { findCounsellor } from '../db/counsellors.ts';
import { readInstituteSettings } from '../db/institutes.ts';
import type { Db } from '../db/pool.ts';
import type { Viewer } from '../domain/access/viewer.ts';
import type { EpochMs } from '../domain/ids.ts';
import { isWithinCallingHours } from '../domain/settings/calling-hours.ts';
import { splitVendorSettings } from '../domain/settings/telephony-change.ts';
import { readTelephonySettings, type TelephonySettings } from '../domain/settings/telephony.ts';
import { adapterFor } from '../vendors/registry.ts';

/** What a counsellor calls with. */
export interface CallingDesk {
  /** Their telephony partner, else the institute's default. */
  readonly vendor: string | null;
  readonly settings: TelephonySettings | null;
  readonly dials: 'yes' | 'never' | 'not_connected';
  readonly agentNumber: string | null;
  readonly callerId: string | null;
  readonly country: string;
  readonly isOpen: (at: EpochMs) => boolean;
}

/** What this viewer would call with now. */
export async function readDesk(db: Db, { instituteId, counsellorId }: Viewer): Promise<CallingDesk> {
  const [institute, counsellor] = await Promise.all([
    readInstituteSettings(db, instituteId),
    findCounsellor(db, instituteId, counsellorId),
  ]);
  const vendor = counsellor?.telephonyPartner ?? institute.defaultVendor;
  const account = vendor === null ? null : await findStoredAccount(db, instituteId, vendor);
  const { common, vendorSettings } = splitVendorSettings(account?.settings ?? {});
  const { callerId: usual } = vendorSettings;
  return {
    vendor,
    settings: account && readTelephonySettings(common),
    dials: vendor === null ? 'never' : dialsBy(vendor, account),
    agentNumber: counsellor?.agentNumbers.find((one) => one.vendor === vendor)?.number ?? null,
    callerId: counsellor?.callerId ?? (typeof usual === 'string' && usual !== '' ? usual : null),
    country: institute.country,
    isOpen: (at) => isWithinCallingHours(institute.callingHours, at, institute.timeZone),
  };
}

/** Whether a vendor places calls by this account. */
export function dialsBy(vendor: string, account: StoredAccount | null): CallingDesk['dials'] {
  const canDial = adapterFor(vendor)?.canDial;
  if (canDial === undefined) return 'never';
  return canDial(Object.keys(account?.credentials ?? {})) ? 'yes' : 'not_connected';
}
