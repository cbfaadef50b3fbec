/** What webhooks can be told of. */
export const EVENT_TYPES = [
  'call.ended',
  'call.corrected',
  'lead.created',
  'lead.assigned',
  'missed_call.opened',
  'missed_call.cleared',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** What the test button sends; nobody subscribes to it. */
export const TEST_EVENT = 'webhook.test';

/** Why a missed call left everybody's list: somebody opened the lead, talked with the student, or it was answered after all. */
export const CLEARED = ['opened', 'called_back', 'answered'] as const;
