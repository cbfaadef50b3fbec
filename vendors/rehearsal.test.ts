import { describe, expect, test } from '@jest/globals';
import { rehearsableDialects, rehearsalOf, type Played, type RehearsedCall } from './rehearsal.ts';
import { adapterFor, allAdapters } from './registry.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const call: RehearsedCall = {
  callId: 'go-live-1',
  at: NOW,
  direction: 'inbound',
  number: '+919812345678',
  agentNumber: '9990947416',
  did: '+918047100100',
  startedAt: NOW - 60_000,
  endedAt: NOW - 10_000,
  talkSeconds: 42,
  recordingUrl: 'https://recordings.example.com/1.mp3',
  zone: 'Asia/Kolkata',
};
const CONTEXT = { country: 'IN', zone: 'Asia/Kolkata', receivedAt: NOW, vendorSettings: {} };

/** What a vendor's own reader hears of what is played. */
function heard(vendor: string, played: Played, changes: Partial<RehearsedCall> = {}) {
  const request = rehearsalOf(vendor, 'own')?.(played, { ...call, ...changes }) ?? null;
  if (request === null || request.at === 'classic') return request;
  const endpoint = adapterFor(vendor)?.endpoints.find(({ name }) => name === request.endpoint);
  expect(endpoint?.methods).toContain(request.method);
  return endpoint?.read({ method: request.method, fields: request.fields }, CONTEXT) ?? null;
}

const OWN = allAdapters.map(({ slug }) => slug).filter((vendor) => rehearsableDialects(vendor).includes('own'));

describe('what is played in a vendor’s own words is heard as what it means:', () => {
  test('of every vendor but the one whose events we fetch', () => {
    expect(OWN.toSorted()).toEqual(['exotel', 'mcubes', 'myoperator', 'tatatel']);
  });

  test.each(OWN)('%s', (vendor) => {
    const said = { callId: 'go-live-1', number: '+919812345678', did: { key: '+918047100100' } };
    const agent = { key: '+919990947416' };
    expect(heard(vendor, 'rings')).toMatchObject({ said, happenings: [{ kind: 'offered', agent }] });
    expect(heard(vendor, 'picks_up')).toMatchObject({ said, happenings: [{ kind: 'answered', agent }] });
    const answered = heard(vendor, 'ends_answered');
    expect(answered).toMatchObject({
      said,
      happenings: [{ kind: 'ended', agent, status: { result: 'success' }, talkSeconds: 42, startedAt: NOW - 60_000 }],
    });
    expect(JSON.stringify(answered)).toMatch(/"recordingUrl":"http/);
    const missed = heard(vendor, 'ends_missed');
    expect(missed).toMatchObject({
      said,
      happenings: expect.arrayContaining([expect.objectContaining({ agent: expect.objectContaining(agent) })]),
    });
    expect(JSON.stringify(missed)).not.toContain('"success"');
    // Whom to ring those without a way of their own ask classically.
    const asked = heard(vendor, 'asks');
    expect(asked).toMatchObject(
      asked !== null && 'kind' in asked ? { kind: 'routing_question', said } : { endpoint: 'getCounsellor' },
    );
  });

  test.each(OWN.filter((vendor) => vendor !== 'exotel'))('a call of %s to the student is one', (vendor) => {
    expect(heard(vendor, 'rings', { direction: 'outbound' })).toBeNull();
    expect(heard(vendor, 'ends_answered', { direction: 'outbound' })).toMatchObject({
      said: { number: '+919812345678', direction: 'outbound', did: { key: '+918047100100' } },
      happenings: [{ kind: 'ended', agent: { key: '+919990947416' }, status: { result: 'success' } }],
    });
  });
});
