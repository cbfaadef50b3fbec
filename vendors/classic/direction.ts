import type { Direction } from '../../domain/call/facts.ts';
import { field } from './fields.ts';
import type { Fields } from './fields.ts';

const campaignFields = ['campaign_name', 'campaign_id', 'campaign'];

/**
 * The direction `call_type` names (contract 1.1), or null when it names none: then the call's own
 * direction holds, else inbound. Letters alone count: `clicktocall`, `click_to_call` and
 * `Dialer (outbound)` are written with and without marks. Those three are a campaign when a
 * campaign is filled in beside them.
 */
export const readDirection = (fields: Fields): Direction | null => {
  const word = field(fields, 'call_type')
    .text?.toLowerCase()
    .replace(/[^a-z]/g, '');
  switch (word) {
    case 'inbound':
    case 'dialerinbound':
      return 'inbound';
    case 'outbound':
      return 'outbound';
    case 'campaign':
      return 'campaign';
    case 'clicktocall':
    case 'dialeroutbound':
      return campaignFields.some((name) => field(fields, name).text !== null) ? 'campaign' : 'outbound';
    default:
      return null;
  }
};
