/**
 * Why a call that a counsellor asked for was not placed, or is not known to have been, with the sentence the counsellor
 * reads. Codes are stable (docs/DEFINITIONS.md).
 */
export const DIAL_FAILURES = {
  vendor_credentials: 'The telephone system did not accept your institute’s log-in. Tell your administrator.',
  vendor_refused: 'The telephone system refused the call. Check your agent number and the student’s number.',
  vendor_address: 'The telephone system’s address may not be called from here. Tell your administrator.',
  vendor_busy: 'The telephone system is too busy to take the call. Try again in a minute.',
  vendor_unreachable: 'The telephone system could not be reached. Try again in a minute.',
  not_dialled: 'The call could not be placed in time. Try again.',
  vendor_unclear:
    'The telephone system did not say whether it took the call: watch your phone. It is not dialled again by itself.',
  no_phone_connected: 'None of your phones has the phone page open. Open it and try again.',
  cancelled: 'You ended the call before it was placed.',
} as const satisfies Readonly<Record<string, string>>;

export type DialFailure = keyof typeof DIAL_FAILURES;
