import { describe, expect, test } from '@jest/globals';
import { seeded } from '../random.ts';
import type { Message } from '../telling/message.ts';
import { allFaults, befalls, FAULTS, readFaults, type FaultRates } from './catalogue.ts';
import { isOut, outageOf, troubled } from './sequence.ts';

const message = (at: number): Message => ({
  at,
  endpoint: 'push',
  encoding: 'json',
  fields: { at },
  says: [],
  named: true,
});
const three = [message(0), message(10), message(20)];
const context = (rates: FaultRates) =>
  ({ random: seeded('way'), rates, vendor: 'mcubes', outage: null, minute: 100 }) as const;
const dues = (rates: FaultRates) => troubled(three, context(rates)).sendings.map(({ at, due }) => [at, due]);

describe('which faults happen', () => {
  test('is all, none, or a list of names with rates', () => {
    expect(readFaults('all')).toEqual(allFaults);
    expect(Object.keys(allFaults)).toEqual(Object.keys(FAULTS));
    expect(readFaults('none')).toEqual({});
    expect(readFaults('loss=0.5, repeat,outage=30')).toEqual({ loss: 0.5, repeat: FAULTS.repeat.usual, outage: 30 });
  });

  test('is refused where there is no such fault or no such rate', () => {
    expect(() => readFaults('gremlins')).toThrow(/no fault "gremlins"/);
    expect(() => readFaults('loss=2')).toThrow(/no rate/);
    expect(() => readFaults('loss=often')).toThrow(/no rate/);
  });

  test('depends on the vendor whose systems are known for it', () => {
    expect(befalls('odd_keys', 'tatatel')).toBe(true);
    expect(befalls('odd_keys', 'exotel')).toBe(false);
    expect(befalls('loss', 'exotel')).toBe(true);
  });
});

describe('on their way requests', () => {
  test('leave when what they tell happens, where nothing befalls them', () => {
    expect(dues({})).toEqual([
      [0, 0],
      [10, 10],
      [20, 20],
    ]);
  });

  test('are lost, doubled, late or change places', () => {
    expect(dues({ loss: 1 })).toEqual([]);
    expect(dues({ repeat: 1 })).toHaveLength(6);
    expect(dues({ delay: 1 }).every(([at = 0, due = 0]) => due > at)).toBe(true);
    expect(dues({ reorder: 1 }).map(([at]) => at)).toEqual([10, 20, 0]);
    expect(dues({ reorder: 1 }).map(([, due]) => due)).toEqual([0, 10, 20]);
  });

  test('are told by name what befell them, and the same seed does the same', () => {
    expect(troubled(three, context({ loss: 1 })).faults).toEqual(['loss', 'loss', 'loss']);
    expect(dues({ loss: 0.5, delay: 0.5, repeat: 0.5 })).toEqual(dues({ loss: 0.5, delay: 0.5, repeat: 0.5 }));
  });

  test('of a vendor that is out are never sent, and only those', () => {
    const outage = outageOf(seeded('out'), { outage: 10 }, ['mcubes']);
    const from = outage?.from ?? 0;
    expect(outage).toEqual({ vendor: 'mcubes', from, to: from + 10 });
    expect(isOut(outage, 'mcubes', from)).toBe(true);
    expect(isOut(outage, 'mcubes', from + 10)).toBe(false);
    expect(isOut(outage, 'exotel', from)).toBe(false);
    expect(troubled(three, { ...context({}), outage, minute: from }).sendings).toEqual([]);
    // Its last seconds fall into the outage, its first do not.
    expect(troubled(three, { ...context({}), outage, minute: from - 0.25 }).sendings.map(({ at }) => at)).toEqual([
      0, 10,
    ]);
  });
});
