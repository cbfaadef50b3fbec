import { recordAudit } from '../../db/audit.ts';
import { listBlockedNumbers, listDids, replaceBlockedNumbers, replaceDids } from '../../db/dids.ts';
import { isKnownTimeZone, lockInstitute, readInstituteSettings, saveInstitute } from '../../db/institutes.ts';
import { listAgentNumbers, rekeyAgentNumbers } from '../../db/own-numbers.ts';
import type { Tx } from '../../db/pool.ts';
import { rezone } from '../../db/report-rezone.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { agentKey } from '../../domain/numbers/phone.ts';
import { instituteSettings, type InstituteSettings } from '../../domain/settings/institute.ts';
import { changesBetween, type Fields } from '../../domain/settings/merge.ts';
import { withKeys } from '../../domain/settings/numbers.ts';
import { readPut, type FieldProblem } from '../../domain/settings/put.ts';
import { isVendorSlug } from '../../vendors/registry.ts';
import { invalidRequest } from '../problem.ts';

/** What only the registry of vendors and Postgres can say of an institute's settings; throws their 400. */
export const checkInstitute = async (tx: Tx, { defaultVendor, timeZone }: InstituteSettings): Promise<void> => {
  const errors: FieldProblem[] = [];
  if (defaultVendor !== null && !isVendorSlug(defaultVendor))
    errors.push({ path: 'defaultVendor', problem: 'not a vendor' });
  if (!(await isKnownTimeZone(tx, timeZone)))
    errors.push({ path: 'timeZone', problem: 'not a time zone the database knows' });
  if (errors.length > 0) throw invalidRequest(errors);
};

/**
 * Our own numbers were entered bare as often as not: in another country they are other numbers, or none, which is
 * refused. Students' numbers were read when they came and stay what they were.
 */
const rereadOwnNumbers = async (tx: Tx, instituteId: InstituteId, country: string): Promise<void> => {
  const dids = withKeys('dids', await listDids(tx, instituteId), country);
  const blocked = withKeys('blocked', await listBlockedNumbers(tx, instituteId), country);
  const unreadable = [dids, blocked].flatMap((list) => (list.ok ? [] : list.errors));
  if (!dids.ok || !blocked.ok) {
    throw invalidRequest(
      unreadable.map(({ path, problem }) => ({ path: 'country', problem: `${path}, read in it, is ${problem}` })),
    );
  }
  await replaceDids(tx, instituteId, dids.items);
  await replaceBlockedNumbers(tx, instituteId, blocked.items);
  const agents = await listAgentNumbers(tx, instituteId);
  await rekeyAgentNumbers(
    tx,
    instituteId,
    agents.map((agent) => ({ ...agent, key: agentKey(agent.number, country) })),
  );
};

/** Changes the viewer's institute by what a `PUT` says. Throws Problem. */
export const changeInstitute = async (
  tx: Tx,
  { instituteId, counsellorId: byId }: Viewer,
  patch: Fields,
): Promise<InstituteSettings> => {
  await lockInstitute(tx, instituteId);
  const before = await readInstituteSettings(tx, instituteId);
  const put = readPut(instituteSettings, before, patch, []);
  if (!put.ok) throw invalidRequest(put.errors);
  const changes = changesBetween(before, put.value);
  if (changes === null) return before;
  await checkInstitute(tx, put.value);
  await saveInstitute(tx, instituteId, put.value);
  if (before.country !== put.value.country) await rereadOwnNumbers(tx, instituteId, put.value.country);
  if (before.timeZone !== put.value.timeZone) await rezone(tx, instituteId);
  await recordAudit(tx, { instituteId, byId, action: 'institute.change', target: 'institute', changes });
  return put.value;
};
