import type { VendorAdapter } from '../adapter.ts';
import { exotelClient } from './client.ts';
import { exotelEndpoints } from './endpoints.ts';
import { exotelSettings, exotelZone } from './settings.ts';

/** Exotel (vendors.md 2), for inbound calls alone. The authentication key is its API token; the key beside it is a setting. */
export const exotel: VendorAdapter = {
  slug: 'exotel',
  name: 'Exotel',
  zone: exotelZone,
  keyName: 'API token',
  settingsSchema: exotelSettings,
  secretFields: ['apiKey'],
  endpoints: exotelEndpoints,
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canPull: (credentials) => credentials.includes('authenticationKey') && credentials.includes('vendorSettings.apiKey'),
  client: exotelClient,
};
