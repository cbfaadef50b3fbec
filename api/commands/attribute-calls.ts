import { DateTime } from 'luxon';
import { attributeAgent, attributeDid, type Attributed, type AttributionDeps } from '../../calls/attribute.ts';
import { ownerOfAgentName } from '../../db/attribution.ts';
import { recordAudit } from '../../db/audit.ts';
import { findCounsellor } from '../../db/counsellors.ts';
import { listDids } from '../../db/dids.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { agentKey, phoneKey } from '../../domain/numbers/phone.ts';
import { invalidRequest, notFound } from '../problem.ts';

interface Chosen {
  readonly number: string;
  /** 'YYYY-MM-DD' in the institute's zone. */
  readonly from: string;
  /** Null for the first request; audited once. */
  readonly after: { readonly heardAt: number; readonly id: string } | null;
}

const startOf = (date: string, { timeZone }: Viewer): number =>
  DateTime.fromISO(date, { zone: timeZone }).startOf('day').toMillis();

/**
 * Gives a counsellor the calls of one of their agent numbers, by whatever name the vendor told of it, from a date on.
 * Throws 400 and 404.
 *
 * @param number as entered, or the user id at the vendor that was entered with it
 */
export const attributeToCounsellor = async (
  deps: AttributionDeps,
  viewer: Viewer,
  { id, vendor, number, from, after }: Chosen & { readonly id: CounsellorId; readonly vendor: string },
): Promise<Attributed> => {
  const { instituteId, counsellorId: byId, country } = viewer;
  if ((await findCounsellor(deps.pool, instituteId, id)) === null) throw notFound();
  const owned = await ownerOfAgentName(deps.pool, instituteId, { vendor, key: agentKey(number, country) });
  if (owned?.counsellorId !== id) {
    throw invalidRequest([
      { path: 'number', problem: 'not one of this counsellor’s numbers or user ids at this vendor' },
    ]);
  }
  const audited = { before: null, after: { vendor, agentNumber: number, from } };
  if (after === null) {
    await deps.pool.transaction(async (tx) => {
      await recordAudit(tx, { instituteId, byId, action: 'counsellor.attribute', target: id, changes: audited });
    });
  }
  return await attributeAgent(
    deps,
    { instituteId, from: startOf(from, viewer), after },
    { vendor, keys: owned.keys, counsellorId: id },
  );
};

/** Gives the calls on a DID what the DID now says, from a date on. Throws 400. */
export const attributeToDid = async (
  deps: AttributionDeps,
  viewer: Viewer,
  { number, from, after }: Chosen,
): Promise<Attributed> => {
  const { instituteId, counsellorId: byId, country } = viewer;
  const key = phoneKey(number, country);
  const dids = await listDids(deps.pool, instituteId);
  if (key === null || !dids.some(({ numberKey }) => numberKey === key)) {
    throw invalidRequest([{ path: 'number', problem: 'not one of the institute’s DIDs' }]);
  }
  if (after === null) {
    await deps.pool.transaction(async (tx) => {
      const changes = { before: null, after: { did: number, from } };
      await recordAudit(tx, { instituteId, byId, action: 'numbers.attribute', target: 'numbers', changes });
    });
  }
  return await attributeDid(deps, { instituteId, from: startOf(from, viewer), after }, key);
};
