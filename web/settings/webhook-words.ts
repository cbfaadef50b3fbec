import type { Webhook } from './contract.ts';

type Event = Webhook['events'][number];

/** What a webhook can be told of, in words. */
export const EVENTS: Readonly<Record<Event, string>> = {
  'call.ended': 'A call has ended',
  'call.corrected': 'A call turned out otherwise',
  'lead.created': 'A lead was made',
  'lead.assigned': 'A lead has another owner',
  'missed_call.opened': 'A call was missed',
  'missed_call.cleared': 'A missed call was dealt with',
};

export const eventCodes = (): readonly Event[] => Object.keys(EVENTS) as Event[];

/** What came of a test, in a sentence. */
export function testWords({
  ok,
  status,
  problem,
}: {
  ok: boolean;
  status: number | null;
  problem: string | null;
}): string {
  if (ok) return `It answered ${status ?? ''}: the message was taken.`;
  if (status !== null) return `It answered ${status}: the message was not taken.`;
  return `There was no answer (${problem ?? 'unknown'}).`;
}
