import type { CredentialProblem } from '../../calls/test-credentials.ts';

/** What an admin reads of a vendor that could not be asked, and what to do about it. */
export const CREDENTIAL_TEXTS: Readonly<Record<CredentialProblem, string>> = {
  credentials_missing: 'No credentials are set. Enter the log-in or the authentication key first.',
  credentials_unreadable: 'The stored credentials can no longer be read. Enter them again.',
  not_supported: 'This vendor’s credentials can not be tried from here.',
  credentials_refused: 'The vendor does not accept these credentials. Check them; a password may have expired.',
  rate_limited: 'The vendor asks us to wait before the next request. Try again later.',
  vendor_error: 'The vendor’s system answered with an error of its own. Try again later.',
  request_refused: 'The vendor understood the request and declined it. The account may lack the right to use the API.',
  answer_unreadable: 'What answered does not speak the vendor’s language. Check the API address.',
  not_connected: 'No connection to the vendor. Check the API address.',
  timed_out: 'The vendor did not answer in time. Try again.',
  cut: 'The vendor broke the connection off. Try again.',
  too_large: 'The vendor’s answer was too large to be read.',
  address_refused: 'The API address leads to an internal address, which may not be reached from here.',
  too_many_records: 'The vendor has more records than could be read.',
};

/** The problem of a stored word; words of another version count as an error of the vendor's. */
export const credentialProblem = (stored: string): CredentialProblem =>
  Object.hasOwn(CREDENTIAL_TEXTS, stored) ? (stored as CredentialProblem) : 'vendor_error';
