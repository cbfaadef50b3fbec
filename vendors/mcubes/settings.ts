import { z } from 'zod';
import { apiUrl, text } from '../settings.ts';

const softphoneHost = 'https://api.mcube.com';
const classicHost = 'https://mcube.vmc.in';

export const mcubesSettings = z.object({
  apiUrl: apiUrl(softphoneHost),
  /** classic: API key in the URL; softphone: token in the body. */
  mode: z.enum(['classic', 'softphone']).default('classic').meta({
    title: 'Kind of account',
    description: 'Classic accounts dial by an API key, soft phone accounts by a token.',
  }),
  did: text({ title: 'DID', description: 'The number calls are dialled by.' }),
});
export type McubesSettings = z.infer<typeof mcubesSettings>;

/** Of stamps without offset (vendors.md 5.2). */
export const mcubesZone = 'Asia/Kolkata';

/** Where the account's API is: each mode has a host of its own, unless another was entered. */
export const baseOf = ({ apiUrl: entered, mode }: McubesSettings): string =>
  (mode === 'classic' && entered === softphoneHost ? classicHost : entered).replace(/\/+$/, '');
