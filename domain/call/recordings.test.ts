import { describe, expect, test } from '@jest/globals';
import type { NewFact } from '../../db/facts.ts';
import { asha, at, callBack, planFor, ring, save, type Said } from '../../test/build/facts.ts';

const MINUTE = 60;
/** The call settled a minute after it began. */
const talked = (said: Said = {}): readonly NewFact[] => [
  ring(asha, 0),
  callBack(asha, 'success', MINUTE, { talk: 30, ...said }),
  save(asha, 70, { what: 'note' }),
];
const inVain = (minutes: number): NewFact => ({
  kind: 'recording_absent',
  result: 'none',
  receivedAt: at(minutes * MINUTE),
  flags: [],
});
const planned = (facts: readonly NewFact[], minutes: number, canFetch = true) =>
  planFor(facts, { now: minutes * MINUTE, policy: { fetchesRecordings: canFetch } });

describe('a recording that did not come', () => {
  test('is asked for two minutes after the call settled; until then its call is not closed', () => {
    expect(planned(talked(), 2.9)).toMatchObject({ ask: null, closed: false, wakeAt: at(3 * MINUTE) });
    expect(planned(talked(), 3)).toMatchObject({ ask: 'recording', closed: false });
  });

  test('is asked for twice more, each time with more patience, and is lost then', () => {
    expect(planned([...talked(), inVain(3)], 15.9).ask).toBeNull();
    expect(planned([...talked(), inVain(3)], 16).ask).toBe('recording');
    expect(planned([...talked(), inVain(3), inVain(16)], 60.9).ask).toBeNull();
    expect(planned([...talked(), inVain(3), inVain(16)], 61).ask).toBe('recording');
    const lost = planned([...talked(), inVain(3), inVain(16), inVain(61)], 500);
    expect(lost).toMatchObject({
      ask: null,
      closed: true,
      wakeAt: null,
      record: { flags: expect.arrayContaining(['recording_lost']) },
    });
  });

  test('is taken whenever it comes', () => {
    const found: NewFact = {
      kind: 'recording',
      url: 'https://vendor.test/1.mp3',
      receivedAt: at(600 * MINUTE),
      flags: [],
    };
    const late = planned([...talked(), inVain(3), inVain(16), inVain(61), found], 601);
    expect(late.record).toMatchObject({
      recordingUrl: 'https://vendor.test/1.mp3',
      flags: expect.not.arrayContaining(['recording_lost']),
    });
  });
});

test.each([
  ['that came with the call details', talked({ url: 'https://vendor.test/1.mp3' }), true],
  ['of a call nobody answered', [ring(asha, 0), callBack(asha, 'failure', MINUTE)], true],
  ['at a vendor that can’t be asked', talked(), false],
] as const)('nobody asks for a recording %s', (_what, facts, canFetch) => {
  expect(planned(facts, 500, canFetch)).toMatchObject({ ask: null, closed: true });
});
