import { z } from 'zod';
import { apiUrl, text } from '../settings.ts';

export const exotelSettings = z.object({
  /** Singapore's; accounts in Mumbai answer at `https://api.in.exotel.com` (vendors.md 2.1). */
  apiUrl: apiUrl('https://api.exotel.com', {
    title: 'API address',
    description: 'https://api.exotel.com for Singapore, https://api.in.exotel.com for Mumbai.',
  }),
  accountSid: text({ title: 'Account SID', description: 'The account’s name in Exotel’s API.' }),
  apiKey: text({ title: 'API key', description: 'The name of the key whose secret is the API token.' }),
  callerId: text({
    title: 'ExoPhone',
    description: 'What counsellors see as the caller when a call is connected to them.',
  }),
});
export type ExotelSettings = z.infer<typeof exotelSettings>;

/** All stamps are wall clock here, without offset (vendors.md 2.5). */
export const exotelZone = 'Asia/Kolkata';
