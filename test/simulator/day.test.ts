import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { VENDORS } from '../../simulator/day/planned.ts';
import { allFaults } from '../../simulator/faults/catalogue.ts';
import { usualPace } from '../../simulator/play/clock.ts';
import { simulateDay, type SimulatedDay } from '../../simulator/simulate.ts';
import { openStage, type Stage } from '../spine/stage.ts';

const operatorKey = 'operator-key-of-the-simulated-day';
const CALLS = 40;

let stage: Stage;
let day: SimulatedDay;

beforeAll(async () => {
  stage = await openStage({ variables: { OPERATOR_KEY: operatorKey } });
  day = await simulateDay(
    {
      url: stage.url,
      operatorKey,
      seed: 'a small day',
      calls: CALLS,
      vendors: VENDORS,
      dialect: 'both',
      // Often enough that a small day meets them all.
      rates: { ...allFaults, loss: 0.04, outage: 20 },
      pace: usualPace,
      perSecond: 2,
      say: () => undefined,
    },
    true,
  );
}, 600_000);
afterAll(async () => stage.close());

test('a day of five vendors with all faults on ends without a difference', () => {
  expect(day.verification?.differences).toEqual([]);
});

test('the day was a day: calls of all vendors, told in their own words and in the classic ones, with faults', () => {
  expect(day.ledger).toHaveLength(CALLS);
  expect(new Set(day.ledger.map(({ call }) => call.vendor))).toEqual(new Set(VENDORS));
  expect(day.ledger.flatMap(({ told }) => told).length).toBeGreaterThan(CALLS);
  const faults = new Set(day.ledger.flatMap((entry) => entry.faults));
  for (const fault of ['loss', 'delay', 'repeat', 'mixed_formats']) expect(faults).toContain(fault);
});

test('what could not be known is named by rules, and is little', () => {
  const { byRule, unexplained } = day.verification?.unknowable ?? {
    byRule: new Map<string, number>(),
    unexplained: [],
  };
  expect(unexplained).toEqual([]);
  expect(byRule.size).toBeGreaterThan(0);
  expect(day.verification?.shown).toBeGreaterThan(CALLS * 0.8);
  // Calls that a busy product put off are held to less.
  expect(day.ledger.filter(({ putOffs }) => putOffs > 0).length).toBeLessThan(CALLS / 4);
});
