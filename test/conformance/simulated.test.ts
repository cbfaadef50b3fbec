import { describe, expect, test } from '@jest/globals';
import { agentKey } from '../../domain/numbers/phone.ts';
import type { Says } from '../../simulator/telling/message.ts';
import type { NativeHappening } from '../../vendors/native.ts';
import { readSimulated, simulatedCalls, world } from './simulated.ts';
import { covered } from './vendors.ts';

/** The exchange says what a request tells; the adapter must read just that in it, whatever is odd about it. */

const refOf = new Map(world.counsellors.map(({ phone, ref }) => [agentKey(phone, 'IN'), ref]));

type Line = { readonly key: string; readonly aliases?: readonly string[] } | null;
const named = (line: Line): string | null =>
  line === null
    ? null
    : ([line.key, ...(line.aliases ?? [])].map((key) => refOf.get(key)).find((ref) => ref !== undefined) ?? line.key);

const simply = (happening: NativeHappening): unknown[] => {
  switch (happening.kind) {
    case 'noticed':
      return [];
    case 'offered':
      return [['rings', named(happening.agent)]];
    case 'offer_ended':
      return [['stops_ringing', named(happening.agent)]];
    case 'student_rung':
      return [['student_rings', named(happening.agent)]];
    case 'answered':
      return [['answers', named(happening.agent)]];
    case 'ended': {
      const isAnswered = happening.status.result === 'success';
      return [
        [
          'reports',
          named(happening.agent),
          isAnswered,
          happening.talkSeconds,
          isAnswered && happening.recordingUrl !== null,
          happening.startedAt !== null,
        ],
      ];
    }
    default:
      return [[happening.kind]];
  }
};

const said = (says: Says): unknown[] => {
  if (says.kind === 'recording') return ['recording'];
  if (says.kind !== 'reports') return [says.kind, says.agent];
  const isAnswered = says.result === 'answered';
  return ['reports', says.agent, isAnswered, says.talkSeconds, isAnswered && says.recording, says.startTold];
};

describe.each(covered)('of what the exchange sends as %s', (slug, adapter) => {
  const calls = simulatedCalls(slug);

  test('each request is read as what it tells', () => {
    let requests = 0;
    for (const { facts, messages } of calls) {
      for (const message of messages) {
        const heard = readSimulated(adapter, message);
        requests += 1;
        const happenings = heard?.kind === 'event' ? heard.happenings.flatMap(simply) : heard?.kind;
        expect({ fields: message.fields, happenings }).toEqual({
          fields: message.fields,
          happenings: message.says.map(said),
        });
        if (heard?.kind !== 'event') continue;
        expect(heard.said.number).toBe(facts.call.student.number);
        if (message.named) expect(heard.said.callId).toBe(facts.callId);
      }
    }
    expect(requests).toBeGreaterThan(calls.length);
  });

  test('each question is one, of its call and student', () => {
    for (const { facts, question } of calls) {
      if (question === null) continue;
      expect(readSimulated(adapter, question)).toMatchObject({
        kind: 'routing_question',
        said: { callId: facts.callId, number: facts.call.student.number, did: { key: facts.call.did.number } },
      });
    }
  });
});
