import type { Tone } from '../shell/mark.tsx';

interface OutcomeWords {
  readonly label: string;
  readonly tone: Tone;
  /** What it means, and what to do where there is something to do. */
  readonly text: string;
}

/** What became of a vendor's request, by the API's word. */
const OUTCOMES: Readonly<Record<string, OutcomeWords>> = {
  taken: { label: 'Taken', tone: 'talk', text: 'It was taken in, and told something new of its call.' },
  repeat: { label: 'Repeat', tone: 'plain', text: 'It said what was known already, so nothing changed.' },
  routed: { label: 'Routed', tone: 'talk', text: 'The vendor asked whom to ring, and was told.' },
  routed_to_nobody: {
    label: 'Nobody to ring',
    tone: 'ring',
    text: 'The vendor asked whom to ring, and was told nobody: it went by its own rules.',
  },
  agent_unknown: {
    label: 'Agent unknown',
    tone: 'miss',
    text: 'It was taken in, but names an agent number that belongs to no counsellor. Map the number in the settings: the call follows.',
  },
  inbound_disabled: {
    label: 'Incoming calls off',
    tone: 'miss',
    text: 'Incoming calls were not enabled for this vendor when it came. Enable them in the settings, then replay it.',
  },
  field_missing: {
    label: 'Field missing',
    tone: 'miss',
    text: 'A field that has to be there was not sent; the answer names it. Mend the template in the vendor’s portal.',
  },
  wrong_secret: {
    label: 'Wrong secret',
    tone: 'miss',
    text: 'The secret key or token was wrong or missing, so it may be from anybody. Enter the right one in the vendor’s portal.',
  },
  institute_placeholder: {
    label: '000 in the URL',
    tone: 'miss',
    text: 'The URL still says 000 where the institute’s number belongs. Mend it in the vendor’s portal.',
  },
  vendor_not_set_up: {
    label: 'Vendor not enabled',
    tone: 'miss',
    text: 'This vendor was not enabled here when it came. Enable it in the settings, then replay the request.',
  },
  vendor_not_found: { label: 'No such vendor', tone: 'miss', text: 'The URL names a vendor that there is not.' },
  endpoint_not_found: {
    label: 'No such endpoint',
    tone: 'miss',
    text: 'The last word of the URL is none that this vendor has. Mend it in the vendor’s portal.',
  },
  wrong_method: { label: 'Wrong method', tone: 'miss', text: 'It was sent with a method that is not taken there.' },
  broken_body: {
    label: 'Unreadable',
    tone: 'miss',
    text: 'The body could not be read: neither JSON nor a form, or too long. Mend the template in the vendor’s portal.',
  },
  address_not_allowed: {
    label: 'Address not allowed',
    tone: 'miss',
    text: 'It came from an address that is not in the list of those the vendor calls from.',
  },
  rate_limited: {
    label: 'Too many',
    tone: 'ring',
    text: 'More requests came in a second than are taken. The vendor was told to wait.',
  },
  unavailable: {
    label: 'Sent away',
    tone: 'miss',
    text: 'The database could not be reached in time. The vendor was told to send it again.',
  },
  lead_found: { label: 'Lead found', tone: 'talk', text: 'The vendor asked for the student’s lead, and was told.' },
  no_lead: { label: 'No lead', tone: 'plain', text: 'The vendor asked for a lead, and the number has none.' },
};

const IGNORED = 'ignored_';

/** What became of a request in words; of a newer API's word itself. */
export function outcomeOf(outcome: string): OutcomeWords {
  const words = OUTCOMES[outcome];
  if (words !== undefined) return words;
  const readable = outcome.replaceAll('_', ' ');
  return outcome.startsWith(IGNORED)
    ? {
        label: 'Nothing to take',
        tone: 'plain',
        text: `It tells nothing that a call is made of (${readable.slice(IGNORED.length)}). It was answered as if taken.`,
      }
    : { label: readable, tone: 'plain', text: '' };
}

/** Outcomes to look for. */
export const OUTCOME_CHOICES: readonly { readonly value: string; readonly label: string }[] = Object.entries(
  OUTCOMES,
).map(([value, { label }]) => ({ value, label }));

/** What vendors call us for, by the last word of the address. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  getCounsellor: 'Whom to ring?',
  ivrCallNotification: 'Pop-up request',
  ivrCallBackDetails: 'Call details',
  getOpportunity: 'Which lead?',
  dialplan: 'Whom to ring? (dialplan)',
  events: 'Call event',
  connect: 'Whom to ring? (connect)',
  'dial-whom': 'Whom to ring? (dial-whom)',
  passthru: 'Call event (passthru)',
  popup: 'Pop-up request',
  status: 'Call details (status)',
  'in-call': 'Call event (in-call)',
  'after-call': 'Call details (after-call)',
  v2: 'Call event (v2)',
  'post-call': 'Call details (post-call)',
  push: 'Call event (push)',
  stream: 'Live event',
};

export const endpointWord = (endpoint: string): string => ENDPOINTS[endpoint] ?? endpoint;

/** The endpoints that every vendor has, and with a vendor chosen those of its own. */
export function endpointChoices(
  vendor: string | undefined,
): readonly { readonly value: string; readonly label: string }[] {
  const own = vendor === undefined ? Object.values(OWN).flat() : (OWN[vendor] ?? []);
  return [...CLASSIC, ...own].map((value) => ({ value, label: `${endpointWord(value)} · ${value}` }));
}

const CLASSIC = ['getCounsellor', 'ivrCallNotification', 'ivrCallBackDetails', 'getOpportunity'];
const OWN: Readonly<Record<string, readonly string[]>> = {
  tatatel: ['dialplan', 'events'],
  exotel: ['connect', 'dial-whom', 'passthru', 'popup', 'status'],
  myoperator: ['in-call', 'after-call', 'v2'],
  knowlarity: ['stream', 'post-call'],
  mcubes: ['push'],
};

/** Why a request can not be replayed, in the page's own words where it is plain beforehand; null: it can be tried. */
export function replayRefusal({
  outcome,
  request,
}: {
  readonly outcome: string;
  readonly request: unknown;
}): string | null {
  if (outcome === 'wrong_secret')
    return 'It showed no valid secret, so it may be from anybody. It can not be taken in.';
  if (outcome === 'repeat') return 'It said what was known already. A replay would change nothing.';
  return request === null ? 'Nothing of it could be read, so there is nothing to take in again.' : null;
}
