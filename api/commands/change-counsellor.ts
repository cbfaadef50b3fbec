import { recordAudit } from '../../db/audit.ts';
import {
  addCounsellor,
  findCounsellor,
  lockCounsellor,
  replaceAgentNumbers,
  saveCounsellor,
  savePassword,
  type Counsellor,
  type KeyedAgentNumber,
} from '../../db/counsellors.ts';
import { lockInstitute } from '../../db/institutes.ts';
import { notifyAccess } from '../../db/permissions.ts';
import type { Tx } from '../../db/pool.ts';
import { endSessionsOf } from '../../db/sessions.ts';
import { findTeam } from '../../db/teams.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId, InstituteId } from '../../domain/ids.ts';
import { keyAgentNumbers, type CounsellorSettings } from '../../domain/settings/counsellor.ts';
import { changesBetween, isSame, type Fields } from '../../domain/settings/merge.ts';
import type { FieldProblem } from '../../domain/settings/put.ts';
import { isVendorSlug } from '../../vendors/registry.ts';
import { settingsOf } from '../presenters/counsellor.ts';
import { invalidRequest, notFound } from '../problem.ts';
import { keepAnAdministrator } from './guard-administrator.ts';
import { writePassword } from './set-password.ts';

/** Agent numbers with their keys; throws the 400 of what is wrong with them or with the telephony partner. */
const checkNumbers = (settings: CounsellorSettings, viewer: Viewer): readonly KeyedAgentNumber[] => {
  const errors: FieldProblem[] = [];
  if (settings.telephonyPartner !== null && !isVendorSlug(settings.telephonyPartner)) {
    errors.push({ path: 'telephonyPartner', problem: 'not a vendor' });
  }
  const keyed = keyAgentNumbers(settings.agentNumbers, { country: viewer.country, isVendor: isVendorSlug });
  if (!keyed.ok) throw invalidRequest([...errors, ...keyed.errors]);
  if (errors.length > 0) throw invalidRequest(errors);
  return keyed.numbers;
};

const checkTeam = async (tx: Tx, instituteId: InstituteId, { teamId }: CounsellorSettings): Promise<void> => {
  if (teamId === null || (await findTeam(tx, instituteId, teamId)) !== null) return;
  throw invalidRequest([{ path: 'teamId', problem: 'not a team of this institute' }]);
};

const audited = (changes: { before: Fields; after: Fields } | null, hasNewPassword: boolean) => {
  const mark: Fields = hasNewPassword ? { password: 'changed' } : {};
  return { before: { ...changes?.before, ...mark }, after: { ...changes?.after, ...mark } };
};

interface Written {
  readonly viewer: Viewer;
  readonly settings: CounsellorSettings;
  /** Argon2 hash of a new password. */
  readonly passwordHash: string | null;
}

const read = async (tx: Tx, { instituteId }: Viewer, id: CounsellorId): Promise<Counsellor> => {
  const counsellor = await findCounsellor(tx, instituteId, id);
  if (counsellor === null) throw notFound();
  return counsellor;
};

/** Adds a user of the viewer's institute. Throws Problem, or the constraint error of an address or number that is taken. */
export const createCounsellor = async (tx: Tx, { viewer, settings, passwordHash }: Written): Promise<Counsellor> => {
  const { instituteId, counsellorId: byId } = viewer;
  const numbers = checkNumbers(settings, viewer);
  await checkTeam(tx, instituteId, settings);
  const id = await addCounsellor(tx, instituteId, { ...settings, popups: true, sound: true, notifications: true });
  await replaceAgentNumbers(tx, instituteId, id, numbers);
  if (passwordHash !== null) await savePassword(tx, instituteId, id, passwordHash);
  const counsellor = await read(tx, viewer, id);
  const changes = {
    before: null,
    after: audited({ before: {}, after: settingsOf(counsellor) }, passwordHash !== null).after,
  };
  await recordAudit(tx, { instituteId, byId, action: 'counsellor.add', target: id, changes });
  return counsellor;
};

/**
 * Changes a user. Deactivation ends their sessions, a new password all but the viewer's own, and a change
 * of what they may do ends their streams. Throws Problem, 409 `last_administrator` among them.
 */
export const changeCounsellor = async (
  tx: Tx,
  id: CounsellorId,
  {
    viewer,
    readSettings,
    passwordHash,
  }: Omit<Written, 'settings'> & {
    /** Merges what was sent with what stands, or throws Problem. */
    readonly readSettings: (current: CounsellorSettings) => CounsellorSettings;
  },
): Promise<Counsellor> => {
  const { instituteId, counsellorId: byId } = viewer;
  // Before the counsellor, as with every change of who may do what.
  await lockInstitute(tx, instituteId);
  const current = await lockCounsellor(tx, instituteId, id);
  if (current === null) throw notFound();
  const before = settingsOf(current);
  const settings = readSettings(before);
  const numbers = checkNumbers(settings, viewer);
  const changes = changesBetween(before, settings);
  if (changes === null && passwordHash === null) return current;
  await checkTeam(tx, instituteId, settings);

  if (changes !== null) await saveCounsellor(tx, instituteId, id, { ...current, ...settings });
  if (changes !== null && 'agentNumbers' in changes.after) await replaceAgentNumbers(tx, instituteId, id, numbers);
  if (passwordHash !== null)
    await writePassword(tx, { instituteId, counsellorId: id, email: settings.email, passwordHash });
  await recordAudit(tx, {
    instituteId,
    byId,
    action: 'counsellor.change',
    target: id,
    changes: audited(changes, passwordHash !== null),
  });

  if (!settings.active) await endSessionsOf(tx, { instituteId, counsellorId: id, except: null });
  else if (passwordHash !== null) await endSessionsOf(tx, { instituteId, counsellorId: id, except: viewer.sessionId });
  const access = ({ active, roles, teamId }: CounsellorSettings) => ({ active, roles, teamId });
  if (!isSame(access(before), access(settings))) {
    await keepAnAdministrator(tx, instituteId);
    await notifyAccess(tx, instituteId, id);
  }
  return await read(tx, viewer, id);
};
