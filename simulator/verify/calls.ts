import type { LedgerEntry } from '../ledger.ts';
import type { ShownCall } from '../product/shapes.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import type { Difference, Verified } from './difference.ts';
import { expectedOf, NOT_THERE } from './expected.ts';
import type { Expected, ExpectedOffer } from './show.ts';

export interface CallCheck {
  readonly differences: readonly Difference[];
  /** Null: the product does not show the call, and need not. */
  readonly verified: Verified | null;
}

/** Holds one call of the ledger against what the product shows of it. */
export function checkCall(
  entry: LedgerEntry,
  shown: ShownCall | undefined,
  traits: VendorTraits,
  refs: ReadonlyMap<string, string>,
): CallCheck {
  const call = entry.call.number;
  // The product was too busy for this call: what it then kept of it nobody outside can tell.
  if (entry.putOffs > 0) return putOff(entry, shown, traits, refs);
  const refusals = entry.refused.map(({ endpoint, status, message }): Difference => ({
    call,
    what: `request ${endpoint}`,
    expected: 'taken',
    shown: `${status} ${message}`,
  }));
  const allowed = expectedOf(entry, traits);
  const [first] = allowed;
  if (first === undefined) {
    const differences =
      shown === undefined
        ? []
        : [{ call, what: 'call', expected: 'not there: nothing of it was told', shown: shown.outcome ?? shown.state }];
    return { differences: [...refusals, ...differences], verified: null };
  }
  if (shown === undefined && allowed.includes(NOT_THERE)) return { differences: refusals, verified: null };
  if (shown === undefined)
    return {
      differences: [...refusals, { call, what: 'call', expected: first.outcome, shown: 'not there' }],
      verified: null,
    };
  const tried = allowed
    .filter((expected) => expected !== NOT_THERE)
    .map((expected) => ({ expected, differences: compare(entry, shown, expected, refs) }));
  const best = tried.toSorted((a, b) => a.differences.length - b.differences.length)[0] ?? {
    expected: first,
    differences: [],
  };
  const asGood = tried.filter(
    ({ expected, differences }) =>
      differences.length === best.differences.length && expected.moved === best.expected.moved,
  );
  return {
    differences: [...refusals, ...best.differences],
    verified: {
      entry,
      shown,
      expected: best.expected,
      cards: asGood.map(({ expected }) => expected.cards),
      fits: true,
    },
  };
}

/** Where no story of what was kept fits, the product's own is taken for what follows from it. */
function putOff(
  entry: LedgerEntry,
  shown: ShownCall | undefined,
  traits: VendorTraits,
  refs: ReadonlyMap<string, string>,
): CallCheck {
  if (shown === undefined) return { differences: [], verified: null };
  const allowed = expectedOf(entry, traits).filter((expected) => expected !== NOT_THERE);
  const fitting = allowed.find((expected) => compare(entry, shown, expected, refs).length === 0);
  const expected = fitting ?? asShown(shown, refs);
  return { differences: [], verified: { entry, shown, expected, cards: [], fits: fitting !== undefined } };
}

function asShown(shown: ShownCall, refs: ReadonlyMap<string, string>): Expected {
  const ref = ({ id }: { readonly id: string }): string => refs.get(id) ?? id;
  const offers = shown.offers.map(({ counsellor, result }) => ({
    agent: ref(counsellor),
    result: result as ExpectedOffer['result'],
  })); // what the API's results are once a call has ended
  const isAnswered = shown.outcome === 'answered';
  const talkers =
    isAnswered && shown.counsellor !== null ? [{ agent: ref(shown.counsellor), talkSeconds: shown.talkSeconds }] : [];
  const recording = shown.recording === 'ready' || shown.recording === 'pending' ? shown.recording : 'none';
  return {
    outcome: shown.outcome ?? 'unknown',
    counsellor: shown.counsellor && ref(shown.counsellor),
    talkSeconds: shown.talkSeconds,
    talkers,
    offers,
    cards: [],
    recording,
    source: shown.source === 'reconciled' ? 'reconciled' : 'events',
    stamped: false,
    pickedUp: false,
    moved: false,
  };
}

function compare(
  entry: LedgerEntry,
  shown: ShownCall,
  expected: Expected,
  refs: ReadonlyMap<string, string>,
): readonly Difference[] {
  const { call, script, beganAt, told } = entry;
  const differences: Difference[] = [];
  const hold = (what: string, wanted: unknown, is: unknown): void => {
    if (wanted !== is) differences.push({ call: call.number, what, expected: String(wanted), shown: String(is) });
  };
  const ref = (person: { readonly id: string } | null): string | null =>
    person === null ? null : (refs.get(person.id) ?? person.id);
  hold('state', 'ended', shown.state);
  hold('outcome', expected.outcome, shown.outcome);
  hold('direction', script.direction, shown.direction);
  hold('talk seconds', expected.talkSeconds, shown.talkSeconds);
  hold('counsellor', expected.counsellor, ref(shown.counsellor));
  // One that did not come by itself is asked for where the vendor can be asked.
  if (expected.recording !== 'pending' || shown.recording !== 'ready')
    hold('recording', expected.recording, shown.recording);
  hold('source', expected.source, shown.source);
  hold('number', call.student.number, shown.number);
  hold(
    'offers',
    offersIn(expected),
    shown.offers.map(({ counsellor, result }) => `${ref(counsellor)} ${result}`).join(', '),
  );
  // A greeting's hang-up may come without the number that was dialled.
  if (told.length > 0 && (shown.did !== null || script.rings.length > 0)) {
    hold('did', call.did.number, shown.did);
    hold('campaign', call.did.campaign, shown.campaign);
  }
  // Some of a vendor's stamps tell more than whole seconds.
  if (expected.stamped) hold('start', new Date(beganAt).toISOString().slice(0, 19), shown.startedAt.slice(0, 19));
  return differences;
}

const offersIn = ({ offers }: Expected): string => offers.map(({ agent, result }) => `${agent} ${result}`).join(', ');
