/** What went wrong on the way through an institution's own sign-in, by the code the API sends the browser back with. */
const PROBLEMS: Readonly<Record<string, string>> = {
  provider_unavailable: 'Your institution’s sign-in gives no answer. Try again.',
  sign_in_failed: 'Your institution’s sign-in did not go through. Tell your administrator.',
  sign_in_denied: 'Your institution’s sign-in was ended before you were signed in.',
  sign_in_spent: 'This sign-in was used already, begun elsewhere, or took too long. Begin again.',
  email_missing: 'Your institution’s sign-in does not say which e-mail address is yours.',
  email_unverified: 'Your institution’s sign-in does not vouch for your e-mail address.',
  user_unknown: 'Nobody of this institute has your e-mail address here. Ask your administrator.',
  user_inactive: 'Your user here is not active. Ask your administrator.',
  not_found: 'This institution has no sign-in of its own.',
};

/** The sentence for a code; of one that is not known that it did not go through. */
export const signInProblem = (code: string): string =>
  PROBLEMS[code] ?? 'Your institution’s sign-in did not go through. Begin again.';
