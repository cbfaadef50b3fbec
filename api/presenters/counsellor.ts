import { z } from 'zod';
import type { Counsellor } from '../../db/counsellors.ts';
import { counsellorSettings, type CounsellorSettings } from '../../domain/settings/counsellor.ts';

export const counsellorSchema = counsellorSettings.extend({ id: z.uuid() });

/** A counsellor's settings as they stand, without the id. */
export const settingsOf = (counsellor: Counsellor): CounsellorSettings => ({
  name: counsellor.name,
  email: counsellor.email,
  active: counsellor.active,
  takingCalls: counsellor.takingCalls,
  telephonyPartner: counsellor.telephonyPartner,
  teamId: counsellor.teamId,
  roles: counsellor.roles,
  callerId: counsellor.callerId,
  agentNumbers: counsellor.agentNumbers.map(({ vendor, number, vendorUserId }) =>
    vendorUserId === null ? { vendor, number } : { vendor, number, vendorUserId },
  ),
});

export const presentCounsellor = (counsellor: Counsellor): z.infer<typeof counsellorSchema> => ({
  id: counsellor.id,
  ...settingsOf(counsellor),
});
