import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { SEARCH_ATTRIBUTES, type CallInput, type Advanced } from '../domain/call/messages.ts';

const INSTITUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.institute, SearchAttributeType.INT);
const VENDOR = defineSearchAttributeKey(SEARCH_ATTRIBUTES.vendor, SearchAttributeType.KEYWORD);
const DIRECTION = defineSearchAttributeKey(SEARCH_ATTRIBUTES.direction, SearchAttributeType.KEYWORD);
const OUTCOME = defineSearchAttributeKey(SEARCH_ATTRIBUTES.outcome, SearchAttributeType.KEYWORD);
const FLAG = defineSearchAttributeKey(SEARCH_ATTRIBUTES.flag, SearchAttributeType.KEYWORD_LIST);

/** Lets operators find the call: once more when it settles, and when a correction changes how it came out. */
export function publishAttributes({ institute }: CallInput, { vendor, direction, outcome, flags }: Advanced): void {
  if (outcome === null) return;
  const known = workflowInfo().typedSearchAttributes;
  const sameFlags = JSON.stringify(known.get(FLAG) ?? []) === JSON.stringify(flags);
  if (known.get(OUTCOME) === outcome && sameFlags) return;
  upsertSearchAttributes([
    { key: INSTITUTE, value: institute },
    { key: VENDOR, value: vendor },
    { key: DIRECTION, value: direction },
    { key: OUTCOME, value: outcome },
    { key: FLAG, value: [...flags] },
  ]);
}

/** The call at a glance, for the Temporal UI. */
export function describe({ direction, vendor, state, outcome, offers, flags, wakeAt, ask }: Advanced): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Call', `${direction}, ${vendor}`],
    ['State', outcome === null ? state : `${state}: ${outcome}`],
    ['Rung', offers === 1 ? 'once' : `${offers} times`],
    ['Flags', flags.length > 0 ? flags.join(', ') : 'none'],
    [
      'Next',
      ask === 'dial'
        ? 'dialling'
        : ask
          ? 'asking the vendor'
          : wakeAt === null
            ? 'nothing to wait for'
            : `${new Date(wakeAt).toISOString()} at the latest`,
    ],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

/** What the call's timer waits for, as its line in the Temporal UI says. */
export function waitsFor({ state, outcome, direction }: Advanced): string {
  if (outcome === 'answered') return 'Until wrap-up is over, or for the recording';
  if (outcome !== null)
    return direction === 'outbound' ? 'In case more is heard' : 'In case another counsellor is rung';
  if (state === 'dialling') return 'For the call to be placed';
  return state === 'routing' ? 'For the call to ring somebody' : 'For the next event; then ask the vendor';
}
