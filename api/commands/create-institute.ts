import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { hashPassword } from '../../config/passwords.ts';
import { recordAudit } from '../../db/audit.ts';
import { addCounsellor, savePassword } from '../../db/counsellors.ts';
import { replaceGrantsOfRole } from '../../db/grants.ts';
import { addInstitute } from '../../db/institutes.ts';
import type { Pool } from '../../db/pool.ts';
import { PERMISSIONS, scopesOf } from '../../domain/access/permissions.ts';
import type { CounsellorId, InstituteId } from '../../domain/ids.ts';
import { counsellorSettings, newPassword } from '../../domain/settings/counsellor.ts';
import { instituteSettings } from '../../domain/settings/institute.ts';
import { checkInstitute } from './change-institute.ts';

/** What an institute begins with. */
export const newInstitute = instituteSettings.extend({
  /** Vendors put it in URLs. Without one: the first free one after 100. */
  id: z.int().min(1).max(999_999_999).optional(),
  callingHours: instituteSettings.shape.callingHours.default(null),
  defaultVendor: instituteSettings.shape.defaultVendor.default(null),
  admin: z.strictObject({
    name: counsellorSettings.shape.name,
    email: counsellorSettings.shape.email,
    /** Without one: a password is made, and is in the answer alone. */
    password: newPassword.optional(),
  }),
});

export interface CreatedInstitute {
  readonly id: InstituteId;
  readonly adminId: CounsellorId;
  /** The password that was made; null when one was given. */
  readonly password: string | null;
}

/** 18 random bytes in letters that copy and paste well. */
const madePassword = (): string => randomBytes(18).toString('base64url');

/**
 * Adds an institute with its first admin. The role `admin` holds every permission there is, the role `counsellor`
 * none: an admin grants them. Throws Problem, or the constraint error of an id or e-mail address in use.
 */
export const createInstitute = async (
  db: Pool,
  { id: wanted, admin, ...settings }: z.infer<typeof newInstitute>,
): Promise<CreatedInstitute> => {
  const made = admin.password === undefined ? madePassword() : null;
  const passwordHash = await hashPassword(admin.password ?? made ?? '');
  return await db.transaction(async (tx) => {
    await checkInstitute(tx, settings);
    const id = await addInstitute(tx, wanted ?? null, settings);
    const everything = Object.fromEntries(
      PERMISSIONS.map((permission) => [permission, scopesOf(permission).at(-1) ?? 'yes']),
    );
    await replaceGrantsOfRole(tx, id, 'admin', everything);
    const adminId = await addCounsellor(tx, id, {
      name: admin.name,
      email: admin.email,
      roles: ['admin'],
      active: true,
      takingCalls: true,
      popups: true,
      sound: true,
      notifications: true,
      telephonyPartner: null,
      teamId: null,
      callerId: null,
    });
    await savePassword(tx, id, adminId, passwordHash);
    const after = { ...settings, admin: adminId };
    await recordAudit(tx, {
      instituteId: id,
      byId: null,
      action: 'institute.add',
      target: 'institute',
      changes: { before: null, after },
    });
    return { id, adminId, password: made };
  });
};
