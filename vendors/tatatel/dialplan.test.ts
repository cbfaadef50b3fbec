import { describe, expect, test } from '@jest/globals';
import type { NativeRouting } from '../native.ts';
import { answerDialplan, readDialplan } from './dialplan.ts';

const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt: Date.UTC(2026, 3, 9, 8), vendorSettings: {} };
const routing = (numbers: readonly string[], more: Partial<NativeRouting> = {}): NativeRouting => ({
  numbers,
  ring: 'sequential',
  ringSeconds: 45,
  talkSeconds: 7200,
  vendorSettings: {},
  ...more,
});
const transfer = (type: string, data: readonly string[], more = {}) => ({
  transfer: { type, data, ring_type: 'order_by', skip_active: true, ...more },
});

describe('the answer to a dialplan', () => {
  test('transfers to numbers exactly as entered, in ringing order', () => {
    expect(answerDialplan(routing(['9990947416', '+91 98993 64545', '05122345678']))).toEqual({
      httpStatus: 200,
      body: [transfer('number', ['9990947416', '+91 98993 64545', '05122345678'])],
    });
  });

  test('transfers to agents where agents’ ids were entered, keeping the order of a mixture', () => {
    expect(
      answerDialplan(routing(['0507330050011', 'Extension-0607330050012', '9990947416', '0507330050013'])).body,
    ).toEqual([
      transfer('agent', ['0507330050011', 'Extension-0607330050012']),
      transfer('number', ['9990947416']),
      transfer('agent', ['0507330050013']),
    ]);
  });

  test('holds three transfers at most', () => {
    expect(answerDialplan(routing(['0507330050011', '9990947416', '0507330050013', '9899364545'])).body).toHaveLength(
      3,
    );
  });

  test('rings all at once, and active agents too, where the settings say so', () => {
    const said = answerDialplan(
      routing(['9990947416'], { ring: 'simultaneous', vendorSettings: { skipActive: false } }),
    );
    expect(said.body).toEqual([transfer('number', ['9990947416'], { ring_type: 'simultaneous', skip_active: false })]);
    expect(answerDialplan(routing(['9990947416'], { vendorSettings: 'junk' })).body).toEqual([
      transfer('number', ['9990947416']),
    ]);
  });
});

test('a question is read whatever its variables were filled with', () => {
  const heard = readDialplan(
    { method: 'GET', fields: { $call_id: '$call_id', 'customer_no_with_prefix ': '', caller_id_number: 'anonymous' } },
    context,
  );
  expect(heard).toEqual({
    kind: 'routing_question',
    said: {
      callId: null,
      reference: null,
      vendorRef: null,
      number: null,
      did: null,
      direction: 'inbound',
      flags: ['number_unreadable', 'template_unfilled'],
    },
  });
});
