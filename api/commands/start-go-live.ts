import { z } from 'zod';
import { findStoredAccount, lockAccount } from '../../db/accounts.ts';
import { recordAudit } from '../../db/audit.ts';
import { findCounsellor, listCounsellors, type Counsellor } from '../../db/counsellors.ts';
import { listDids } from '../../db/dids.ts';
import { endRuns, insertRun } from '../../db/go-live.ts';
import { isOwnNumber } from '../../db/own-numbers.ts';
import type { Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { Mode } from '../../domain/go-live/checks.ts';
import type { CounsellorId, EpochMs } from '../../domain/ids.ts';
import { madeUpNumber } from '../../domain/numbers/example.ts';
import { phoneKey } from '../../domain/numbers/phone.ts';
import { isVendorSlug } from '../../vendors/registry.ts';
import { bodyId, typedText } from '../field-schemas.ts';
import { invalidRequest, Problem } from '../problem.ts';

/** How long a check is on: its number's calls count nowhere for as long. */
const MINUTES: Readonly<Record<Mode, number>> = { rehearsal: 15, live: 90 };

export const goLiveInput = z.strictObject({
  mode: z.enum(['rehearsal', 'live']),
  vendor: z.string().refine(isVendorSlug, 'not a vendor'),
  counsellorId: bodyId.optional().meta({
    description:
      'Who is to be rung. Default: the first by name who is active, if any with an agent number at the vendor.',
  }),
  did: typedText(40)
    .optional()
    .meta({ description: 'The DID that is dialled. Default: the first in the list of DIDs.' }),
  number: typedText(40).optional().meta({
    description: 'The test phone’s. Live it has to be given; a rehearsal makes one up.',
  }),
});
export type GoLiveInput = z.infer<typeof goLiveInput>;

/**
 * Begins a check: for its time the vendor's calls from its number are test calls. It ends the one of its kind that is on.
 * Throws 400, 409 `vendor_not_set_up`, 409 `own_number`.
 *
 * @returns its id
 */
export async function startGoLive(tx: Tx, viewer: Viewer, input: GoLiveInput, now: EpochMs): Promise<string> {
  const { instituteId, counsellorId: startedBy, country } = viewer;
  const { mode, vendor } = input;
  if ((await findStoredAccount(tx, instituteId, vendor)) === null)
    throw new Problem(409, 'vendor_not_set_up', 'Nothing is set up for this vendor yet: begin with its settings.');
  // Two that begin at once take turns: the second ends the first.
  await lockAccount(tx, instituteId, vendor);
  const counsellor = await chooseCounsellor(tx, viewer, input);
  const dids = await listDids(tx, instituteId);
  const didKey = input.did === undefined ? (dids[0]?.numberKey ?? null) : readNumber('did', input.did, country);
  const numberKey = numberFor(input, country);
  if (await isOwnNumber(tx, instituteId, numberKey))
    throw new Problem(409, 'own_number', 'This number is a DID, an agent’s or a blocked one: check with a student’s.');
  await endRuns(tx, instituteId, { vendor, mode }, now);
  const until = now + MINUTES[mode] * 60_000;
  const run = {
    instituteId,
    mode,
    vendor,
    numberKey,
    counsellorId: counsellor.id,
    didKey,
    startedBy,
    startedAt: now,
    until,
  };
  const id = await insertRun(tx, run);
  const after = { mode, vendor, counsellorId: counsellor.id };
  await recordAudit(tx, {
    instituteId,
    byId: startedBy,
    action: 'go_live.start',
    target: id,
    changes: { before: null, after },
  });
  return id;
}

function numberFor({ mode, number }: GoLiveInput, country: string): string {
  if (number !== undefined) return readNumber('number', number, country);
  if (mode === 'rehearsal') return madeUpNumber(country, Math.random());
  throw invalidRequest([{ path: 'number', problem: 'the number of the phone that will call' }]);
}

function readNumber(path: string, text: string, country: string): string {
  const key = phoneKey(text, country);
  if (key === null) throw invalidRequest([{ path, problem: 'not a telephone number' }]);
  return key;
}

/** More counsellors than one looks through for one who can be rung. */
const MOST = 200;

async function chooseCounsellor(
  tx: Tx,
  { instituteId }: Viewer,
  { counsellorId, vendor }: GoLiveInput,
): Promise<Counsellor> {
  if (counsellorId !== undefined) {
    // Of an id's form; whether it is a counsellor's the query decides.
    const named = await findCounsellor(tx, instituteId, counsellorId as CounsellorId);
    if (named === null) throw invalidRequest([{ path: 'counsellorId', problem: 'not a counsellor of this institute' }]);
    return named;
  }
  const all = await listCounsellors(tx, instituteId, { after: null, limit: MOST });
  const active = all.filter((one) => one.active);
  const reachable = active.find(({ agentNumbers }) => agentNumbers.some((one) => one.vendor === vendor));
  const found = reachable ?? active[0];
  if (found === undefined) throw invalidRequest([{ path: 'counsellorId', problem: 'nobody here is active' }]);
  return found;
}
