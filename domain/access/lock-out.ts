/** How long a failed sign-in counts against its address, in ms. */
export const FAILURE_MS = 15 * 60_000;

/** So many failures, and an address is locked until the oldest of them counts no more. */
export const MOST_FAILURES = 5;
