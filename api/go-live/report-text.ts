import { DateTime } from 'luxon';
import type { GoLiveResult } from '../presenters/go-live.ts';

const MARKS = { passed: 'OK', waiting: 'OPEN', failed: 'NOT OK', not_possible: 'NOT POSSIBLE' } as const;
const STEP_MARKS = { done: '[x]', waiting: '[ ]', failed: '[!]' } as const;

/**
 * A check as a text for whoever runs the vendor's side: what is needed, what was seen, what is missing. It has no number of a
 * student.
 *
 * @param zone the institute's
 */
export function reportText(result: GoLiveResult, institute: string, zone: string): string {
  const when = (at: string): string => DateTime.fromISO(at, { zone }).toFormat('d LLL yyyy, HH:mm:ss');
  const { checks, mode, vendorName, counsellor, did, sent, rejected } = result;
  const passed = checks.filter(({ state }) => state === 'passed').length;
  return [
    `Go-live check: ${vendorName} at ${institute}`,
    mode === 'rehearsal'
      ? 'Rehearsal: the requests were played by Callthread itself.'
      : 'Live: calls of a test phone, with the vendor’s own requests.',
    `Begun ${when(result.startedAt)} (${zone}), counsellor ${counsellor.name}, DID ${did ?? 'not named'}.`,
    `${passed} of ${checks.length} checks are passed.`,
    ...checks.flatMap(({ title, state, asks, steps }, index) => [
      '',
      `${index + 1}. ${title}: ${MARKS[state]}`,
      `   ${asks}`,
      ...steps.map(({ text, state: stands, seen, at, requestId }) => {
        const by = requestId === null ? '' : `, request ${requestId}`;
        return `   ${STEP_MARKS[stands]} ${text}: ${seen}${at === null ? '' : ` (${when(at)}${by})`}`;
      }),
    ]),
    ...(sent.length === 0
      ? []
      : [
          '',
          'Requests that were played:',
          ...sent.map((one) => `   ${when(one.at)} ${one.endpoint}: ${one.status} ${one.answer}`),
        ]),
    ...(rejected.length === 0
      ? []
      : [
          '',
          'Requests that were turned away:',
          ...rejected.map((one) => `   ${when(one.at)} ${one.endpoint}: ${one.status} ${one.outcome}`),
        ]),
    '',
  ].join('\n');
}
