import { capital } from './problem-words.ts';

/** Fields as the settings call them, where the API's name for one does not say it. */
const FIELDS: Readonly<Record<string, string>> = {
  enabled: 'In use',
  active: 'Active',
  authenticationKey: 'Authentication key',
  secretKey: 'Secret key',
  appCalling: 'APP Calling',
  cloudCalling: 'Cloud Calling',
  handset: 'What the vendor rings',
  allowedAddresses: 'Addresses the vendor calls from',
  'outbound.enabled': 'Outgoing calls',
  'outbound.clickToCallUrl': 'Click-to-call URL',
  'outbound.formIds': 'Forms to call from',
  'inbound.enabled': 'Incoming calls',
  'inbound.routingFallback': 'When the owner is busy or away',
  'inbound.ring': 'Several counsellors are rung',
  'inbound.stickyCounsellorIds': 'Sticky counsellors',
  'inbound.matchAlternateMobile': 'Check Lead Existence on Alternate Mobile',
  'inbound.addNotesInstead': 'Hide View Profile',
  'inbound.keepOwner': 'Do Not Assign Lead To Another Counsellor',
  'leads.createOn': 'Make a lead of a new number',
  'leads.answeredOwner': 'An answered call gives the lead to',
  'leads.missedOwner': 'A missed call gives the lead to',
  'times.ringSeconds': 'Ring time',
  'times.talkSeconds': 'Longest talk',
  'times.callBackSeconds': 'Call back',
  'times.wrapUpSeconds': 'Wrap-up',
  'times.amendSeconds': 'Late corrections',
  overlapSeconds: 'The one before goes on for',
  timeZone: 'Time zone',
  callingHours: 'Calling hours',
  defaultVendor: 'Default vendor',
  telephonyPartner: 'Telephony partner',
  teamId: 'Team',
  callerId: 'Caller ID',
  agentNumbers: 'Numbers at vendors',
  agentNumber: 'Number at the vendor',
  takingCalls: 'Taking calls',
  dids: 'Your numbers',
  did: 'Number',
  blocked: 'Blocked numbers',
  leadIds: 'Led by',
  counsellorId: 'Counsellor',
  admin: 'Administrator',
  leadId: 'Lead',
  mergedInto: 'Merged into',
  expiresAt: 'Good until',
  fullNumbers: 'Full numbers',
  url: 'Address',
  as: 'As',
  requestDays: 'Vendors’ requests are kept for',
  recordingDays: 'Recordings are kept for',
  numberDays: 'Students’ numbers on calls are kept for',
  factDays: 'What calls were made of is kept for',
  feedDays: 'Messages to counsellors’ pages are kept for',
  eventDays: 'Outgoing events are kept for',
};

/**
 * A field in words: "inbound.ring" → "Several counsellors are rung"; one of a newer API by its own name.
 *
 * @param titleOf of permissions by their code
 */
export function fieldWords(path: string, titleOf: (permission: string) => string | null): string {
  const known = FIELDS[path];
  if (known !== undefined) return known;
  return capital(
    path
      .split('.')
      .map((name) => titleOf(name) ?? plain(name))
      .join(': '),
  );
}

const plain = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll('_', ' ');
