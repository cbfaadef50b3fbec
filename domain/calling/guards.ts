import type { Via } from '../call/facts.ts';

/**
 * Why a click places no call, with the sentence the counsellor reads. Codes are stable (docs/DEFINITIONS.md), in the
 * order they are looked at.
 */
export const GUARDS = {
  calls_not_permitted: 'You do not have the permission to call from here.',
  outbound_disabled: 'Calling out is not switched on for your telephone system.',
  form_not_enabled: 'Calling is not switched on for the form of this application.',
  cloud_calling_disabled: 'Calling through the telephone system is switched off; use your own phone.',
  app_calling_disabled: 'Calling by your own phone is switched off.',
  numbers_hidden: 'You may not see full numbers, so your phone can not dial them.',
  vendor_cannot_dial: 'Your telephone system takes calls but can not place them.',
  vendor_not_connected: 'Your institute’s log-in at the telephone system is not set. Tell your administrator.',
  no_agent_number: 'You have no agent number at your telephone system. Tell your administrator.',
  phone_not_of_lead: 'The lead has no such phone any more.',
  call_without_number: 'There is no number to call.',
  own_number: 'This is your own number.',
  do_not_call: 'This student does not want to be called.',
  outside_calling_hours: 'It is outside your institute’s calling hours.',
} as const satisfies Readonly<Record<string, string>>;

export type Guard = keyof typeof GUARDS;

/** Everything that decides whether a click places a call. */
export interface Situation {
  readonly via: Via;
  /** "Make calls", of the manager it is clicked in. */
  readonly permitted: boolean;
  /** "Call outside hours or against do-not-call". */
  readonly overrides: boolean;
  readonly seesNumbers: boolean;
  /** The counsellor's vendor as the institute set it up; null: it is not, or none is named. */
  readonly account: {
    readonly outboundEnabled: boolean;
    readonly cloudCalling: boolean;
    readonly appCalling: boolean;
    readonly formIds: readonly string[];
    /** Whether the vendor places calls, and has what it needs to. */
    readonly dials: 'yes' | 'never' | 'not_connected';
  } | null;
  /** The form of the application it is clicked on; null outside the Application Manager. */
  readonly formId: string | null;
  readonly agentNumber: string | null;
  /** The number as its key; null: there is none to call. */
  readonly number: string | null;
  /** A phone was named that the lead does not have. */
  readonly phoneIsGone: boolean;
  readonly isOwnNumber: boolean;
  readonly doNotCall: boolean;
  readonly withinHours: boolean;
}

/** The first reason why this click places no call (product 4); null: it does. */
export function whyNoCall(situation: Situation): Guard | null {
  const { via, permitted, overrides, seesNumbers, account, formId, agentNumber, number } = situation;
  if (!permitted) return 'calls_not_permitted';
  if (!account?.outboundEnabled) return 'outbound_disabled';
  if (formId !== null && !account.formIds.includes(formId)) return 'form_not_enabled';
  if (via === 'cloud' && !account.cloudCalling) return 'cloud_calling_disabled';
  if (via === 'app' && !account.appCalling) return 'app_calling_disabled';
  if (via === 'app' && !seesNumbers) return 'numbers_hidden';
  if (via === 'cloud' && account.dials !== 'yes')
    return account.dials === 'never' ? 'vendor_cannot_dial' : 'vendor_not_connected';
  if (agentNumber === null) return 'no_agent_number';
  if (situation.phoneIsGone) return 'phone_not_of_lead';
  if (number === null) return 'call_without_number';
  if (situation.isOwnNumber) return 'own_number';
  if (situation.doNotCall && !overrides) return 'do_not_call';
  if (!situation.withinHours && !overrides) return 'outside_calling_hours';
  return null;
}
