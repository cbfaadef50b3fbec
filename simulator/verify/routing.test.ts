import { expect, test } from '@jest/globals';
import { unfold } from '../day/script.ts';
import type { InboundCall, Vendor } from '../day/planned.ts';
import type { LedgerEntry } from '../ledger.ts';
import { vendorTraits } from '../vendor-traits.ts';
import { checkRouting } from './routing.ts';

let calls = 0;

/** A call of a student whose lead these own, and whom the product named for it. */
function asked(vendor: Vendor, owners: readonly string[] | null, agents: readonly string[], tookMs = 20): LedgerEntry {
  calls += 1;
  const call: InboundCall = {
    kind: 'inbound',
    number: calls,
    vendor,
    student: { ref: `s${calls}`, number: '+919810000001', lead: owners && { name: 'Riya Sharma', owners } },
    did: { number: '+918047100001', vendor, campaign: 'Website' },
    ringSeconds: [10],
    talkSeconds: 60,
    course: { kind: 'hangs_up_in_greeting' },
    fallback: [],
  };
  return {
    call,
    callId: String(calls),
    beganAt: calls,
    endedAt: calls,
    script: unfold(call, [], 'sequential'),
    asked: { at: calls, tookMs, agents },
    told: [],
    refused: [],
    click: null,
    putOffs: 0,
    saved: [],
    faults: [],
  };
}
const wrong = (...entries: readonly LedgerEntry[]): number => checkRouting(entries, vendorTraits).length;

test('owners are rung in their order, else the sticky counsellors, else nobody', () => {
  expect(wrong(asked('tatatel', ['c05', 'c04'], ['c05', 'c04']))).toBe(0);
  expect(wrong(asked('tatatel', ['c05', 'c04'], ['c04', 'c05']))).toBe(1);
  expect(wrong(asked('knowlarity', null, ['c01', 'c02']))).toBe(0);
  expect(wrong(asked('knowlarity', [], ['c01']))).toBe(1);
  expect(wrong(asked('tatatel', null, []))).toBe(0);
  expect(wrong(asked('tatatel', null, ['c01']))).toBe(1);
});

test('where others are asked in place of who is busy, an owner is named all the same, and nobody twice', () => {
  expect(wrong(asked('exotel', ['c05'], ['c09', 'c05']))).toBe(0);
  expect(wrong(asked('exotel', ['c05'], ['c09', 'c08']))).toBe(1);
  expect(wrong(asked('exotel', ['c05'], ['c05', 'c09', 'c09']))).toBe(1);
});

test('a later call of the student may name others, but not nobody; and one that was answered late nobody', () => {
  const first = asked('tatatel', ['c05'], ['c05']);
  const second = { ...asked('tatatel', ['c05'], ['c09']), call: { ...first.call, number: 99 } };
  expect(wrong(first, second)).toBe(0);
  expect(wrong(first, { ...second, asked: { at: 1, tookMs: 20, agents: [] } })).toBe(1);
  expect(wrong(asked('tatatel', ['c05'], [], 400))).toBe(0);
  expect(wrong(asked('tatatel', ['c05'], ['c09'], 400))).toBe(1);
});
