import { z } from 'zod';
import { apiUrl, CALLER_ID, text } from '../settings.ts';

export const myoperatorSettings = z.object({
  apiUrl: apiUrl('https://obd-api.myoperator.co'),
  /** Logs, recordings and users live on another host than dialling. */
  logsUrl: apiUrl('https://developers.myoperator.co', {
    title: 'Address of logs',
    description: 'Where call records and recordings are asked for.',
  }),
  companyId: text({ title: 'Company ID', description: 'The account’s id at MyOperator.' }),
  secretToken: text({ title: 'Secret token', description: 'Opens call records and recordings, and dials.' }),
  publicIvrId: text({ title: 'Public IVR ID', description: 'The flow by which calls are dialled.' }),
  dialMethod: z.enum(['user', 'number']).default('user').meta({
    title: 'Counsellors are rung by',
    description: 'Their user id in MyOperator’s panel, where one was entered, or their number.',
  }),
  callerId: text(CALLER_ID),
});
export type MyoperatorSettings = z.infer<typeof myoperatorSettings>;

/** Of stamps without offset, in hooks and logs alike (vendors.md 3.3). */
export const myoperatorZone = 'UTC';

/** Where an account's recordings are asked for. Settings that can't be read are as good as none. */
export const logsUrlOf = (vendorSettings: unknown): string => {
  const read = myoperatorSettings.safeParse(vendorSettings ?? {});
  return (read.success ? read.data : myoperatorSettings.parse({})).logsUrl;
};
