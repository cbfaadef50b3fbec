import { z } from 'zod';
import { apiUrl, text } from '../settings.ts';

export const exotelSettings = z.object({
  /** Singapore's; accounts in Mumbai answer at `https://api.in.exotel.com` (vendors.md 2.1). */
  apiUrl: apiUrl('https://api.exotel.com'),
  accountSid: text(),
  apiKey: text(),
  /** An ExoPhone: what counsellors see when a call is connected to them. */
  callerId: text(),
});
export type ExotelSettings = z.infer<typeof exotelSettings>;

/** All stamps are wall clock here, without offset (vendors.md 2.5). */
export const exotelZone = 'Asia/Kolkata';
