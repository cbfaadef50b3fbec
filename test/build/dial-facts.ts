import type { NewFact } from '../../db/facts.ts';
import type { FactOf, Via } from '../../domain/call/facts.ts';
import type { CallIdentity } from '../../domain/call/seen.ts';
import { asha, at, identityWith, riya } from './facts.ts';

/** Facts of a call that Asha clicked on Riya. Times are seconds after the click. */

const heard = (seconds: number) => ({ receivedAt: at(seconds), flags: [] });

export const clicked: CallIdentity = identityWith({ direction: 'outbound' });

export const click = (via: Via = 'cloud', seconds = 0): NewFact => ({
  ...heard(seconds),
  kind: 'dial_requested',
  counsellorId: asha,
  via,
  leadId: riya,
  agentNumber: '9990947416',
  callerId: null,
});

export const sent = (seconds: number): NewFact => ({ ...heard(seconds), kind: 'dial_sent' });

export const accepted = (seconds: number, by: FactOf<'dial_accepted'>['by'] = 'vendor'): NewFact => ({
  ...heard(seconds),
  kind: 'dial_accepted',
  by,
});

export const refused = (seconds: number, reason: FactOf<'dial_refused'>['reason'] = 'request_refused'): NewFact => ({
  ...heard(seconds),
  kind: 'dial_refused',
  reason,
});

/** @param retry seconds after the click from which it may be asked again */
export const notTaken = (seconds: number, reason: string, retry: number | null = null): NewFact => ({
  ...heard(seconds),
  kind: 'dial_not_taken',
  reason,
  retryAt: retry === null ? null : at(retry),
});

export const unclear = (seconds: number): NewFact => ({ ...heard(seconds), kind: 'dial_unclear', reason: 'timed_out' });

export const hangUp = (seconds: number): NewFact => ({ ...heard(seconds), kind: 'hung_up', counsellorId: asha });

export const selfReport = (
  seconds: number,
  outcome: FactOf<'self_reported'>['outcome'],
  talkSeconds: number | null = null,
): NewFact => ({ ...heard(seconds), kind: 'self_reported', counsellorId: asha, outcome, talkSeconds });
