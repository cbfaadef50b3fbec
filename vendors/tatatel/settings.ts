import { z } from 'zod';
import { apiUrl, CALLER_ID, text } from '../settings.ts';

export const tatatelSettings = z.object({
  apiUrl: apiUrl('https://api-smartflo.tatateleservices.com'),
  email: text({ title: 'Log-in', description: 'The e-mail address or log-in id of Smartflo’s portal.' }),
  password: text({
    title: 'Password',
    description: 'The log-in’s. When it expires at Smartflo, enter the new one here.',
  }),
  callerId: text(CALLER_ID),
  skipActive: z.boolean().default(true).meta({
    title: 'Pass over busy agents',
    description: 'An agent who is on a call already is not rung when Smartflo asks us by its API Dialplan.',
  }),
  // Chosen for each webhook in the portal (vendors.md 1.6).
  webhookZone: z.enum(['IST', 'UTC']).default('IST').meta({
    title: 'Zone of webhooks',
    description: 'The zone that was chosen for the time stamps of Smartflo’s webhooks.',
  }),
});
export type TatatelSettings = z.infer<typeof tatatelSettings>;

/** All stamps of the API and of its limits are wall clock here, without offset (vendors.md 1.1, 1.5). */
export const tatatelZone = 'Asia/Kolkata';
