import { expect, test } from '@jest/globals';
import { seeded } from '../random.ts';
import { VENDORS } from './planned.ts';
import { planDay } from './plan.ts';
import { worldFor } from './world.ts';

const day = (seed: string, calls = 400) => {
  const random = seeded(seed);
  const world = worldFor(random.fork('world'), calls);
  const partners = new Map(world.counsellors.map(({ ref }) => [ref, 'tatatel' as const]));
  return planDay(random.fork('plan'), world, { calls, vendors: VENDORS, partners });
};

test('the same seed plans the same day', () => {
  expect(day('1')).toEqual(day('1'));
  expect(day('1')).not.toEqual(day('2'));
});

test('a day has calls of every vendor and every kind', () => {
  const planned = day('1');
  expect(new Set(planned.map(({ vendor }) => vendor))).toEqual(new Set(VENDORS));
  expect(new Set(planned.map(({ kind }) => kind))).toEqual(new Set(['inbound', 'dialled', 'campaign', 'clicked']));
  const inbound = planned.flatMap((call) => (call.kind === 'inbound' ? [call.course] : []));
  expect(new Set(inbound.map(({ kind }) => kind))).toEqual(new Set(['hangs_up_in_greeting', 'answered', 'unanswered']));
  expect(inbound.some((course) => course.kind === 'answered' && course.transfer !== null)).toBe(true);
});

test('a click has a lead to click on and goes out by the vendor of whoever clicks', () => {
  const clicks = day('1').filter(({ kind }) => kind === 'clicked');
  expect(clicks.length).toBeGreaterThan(0);
  expect(clicks.every(({ student, vendor }) => student.lead !== null && vendor === 'tatatel')).toBe(true);
});

test('nobody calls again before their last call is long over', () => {
  const last = new Map<string, number>();
  for (const { student, number } of day('3')) {
    const before = last.get(student.ref);
    if (before !== undefined) expect(number - before).toBeGreaterThanOrEqual(30);
    last.set(student.ref, number);
  }
  expect(last.size).toBeLessThan(400);
});
