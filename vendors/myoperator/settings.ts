import { z } from 'zod';
import { apiUrl, text } from '../settings.ts';

export const myoperatorSettings = z.object({
  apiUrl: apiUrl('https://obd-api.myoperator.co'),
  /** Logs, recordings and users live on another host than dialling. */
  logsUrl: apiUrl('https://developers.myoperator.co'),
  companyId: text(),
  secretToken: text(),
  publicIvrId: text(),
  /** user: the counsellor is rung by their id in MyOperator's panel, where one was entered; number: by their number. */
  dialMethod: z.enum(['user', 'number']).default('user'),
  callerId: text(),
});
export type MyoperatorSettings = z.infer<typeof myoperatorSettings>;

/** Of stamps without offset, in hooks and logs alike (vendors.md 3.3). */
export const myoperatorZone = 'UTC';

/** Where an account's recordings are asked for. Settings that can't be read are as good as none. */
export const logsUrlOf = (vendorSettings: unknown): string => {
  const read = myoperatorSettings.safeParse(vendorSettings ?? {});
  return (read.success ? read.data : myoperatorSettings.parse({})).logsUrl;
};
