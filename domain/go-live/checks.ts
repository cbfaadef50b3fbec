import type { CallId, EpochMs } from '../ids.ts';
import { callLog, campaignMapping, logLoad, productivity } from './data-checks.ts';
import { leadCreation, missedIcon, pageCheck, popup, timeline } from './desk-checks.ts';
import type { Evidence } from './evidence.ts';
import { inboundFlow, outboundFlow, routingAnswers } from './flow-checks.ts';

/** rehearsal: we play the vendor · live: somebody calls, and the vendor's own requests come. */
export type Mode = 'rehearsal' | 'live';

/** The twelve checks that a vendor's going live needs, in the order they are shown. */
export const CHECKS = {
  routing_answers: { title: 'Routing answers', asks: 'The vendor asks whom to ring, and is told.' },
  inbound_flow: { title: 'Inbound flow', asks: 'A student’s call rings a counsellor, is taken, and is reported.' },
  popup: { title: 'Pop-up', asks: 'The counsellor sees who calls before picking up.' },
  lead_creation: { title: 'Lead creation for new numbers', asks: 'A number that no lead has becomes one.' },
  campaign_mapping: { title: 'Campaign mapping', asks: 'The number that was dialled says which campaign it was.' },
  call_log: { title: 'Call log and data flow', asks: 'Everything the log shows of a call is sent.' },
  log_load: { title: 'Log load', asks: 'The call and what was sent about it are found again, quickly.' },
  timeline: { title: 'Student timeline', asks: 'The call stands on the student’s timeline.' },
  productivity: { title: 'Productivity report', asks: 'The call counts for whom it should.' },
  missed_icon: { title: 'Missed-call icon', asks: 'A call that nobody takes becomes somebody’s work.' },
  outbound_flow: { title: 'Outbound flow', asks: 'A counsellor’s call to a student is placed, and reported.' },
  page_check: { title: 'Page check', asks: 'The counsellor finds on their pages what calling needs.' },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly asks: string }>>;

export type CheckKey = keyof typeof CHECKS;
// The keys of the object above, in its order.
export const CHECK_KEYS = Object.keys(CHECKS) as readonly CheckKey[];

/** One thing that a check needs. */
export interface Step {
  /** What is needed. */
  readonly text: string;
  readonly state: 'done' | 'waiting' | 'failed';
  /** What was seen, or what is missing and what to do about it. */
  readonly seen: string;
  readonly at: EpochMs | null;
  readonly callId: CallId | null;
  /** The vendor's request that showed it. */
  readonly requestId: string | null;
}

export interface Checked {
  readonly key: CheckKey;
  /** not_possible: this vendor has no such thing. */
  readonly state: 'passed' | 'waiting' | 'failed' | 'not_possible';
  readonly steps: readonly Step[];
}

const STEPS: Readonly<Record<CheckKey, (evidence: Evidence) => readonly Step[]>> = {
  routing_answers: routingAnswers,
  inbound_flow: inboundFlow,
  popup,
  lead_creation: leadCreation,
  campaign_mapping: campaignMapping,
  call_log: callLog,
  log_load: logLoad,
  timeline,
  productivity,
  missed_icon: missedIcon,
  outbound_flow: outboundFlow,
  page_check: pageCheck,
};

/** How the twelve checks stand. Pure: the same evidence gives the same result. */
export const checkAll = (evidence: Evidence): readonly Checked[] =>
  CHECK_KEYS.map((key) => {
    const steps = STEPS[key](evidence);
    const impossible = key === 'outbound_flow' && evidence.setUp.dials === 'never';
    return { key, state: impossible ? 'not_possible' : stateOf(steps), steps };
  });

function stateOf(steps: readonly Step[]): Checked['state'] {
  if (steps.some(({ state }) => state === 'failed')) return 'failed';
  return steps.some(({ state }) => state === 'waiting') ? 'waiting' : 'passed';
}
