import { describe, expect, test } from '@jest/globals';
import { ended, event } from '../../test/vendors/myoperator-hooks.ts';

describe('v2', () => {
  test('ends with talk of the agent who answered, not of the customer’s leg nor of the whole', () => {
    const { said, happenings } = event('v2', ended);
    expect(said).toMatchObject({
      callId: 's4.1766492465.1359',
      reference: null,
      number: '+919876500046',
      did: { key: '+918065000041' },
      direction: 'inbound',
      flags: [],
    });
    expect(happenings).toMatchObject([
      { agent: { key: '+919000000021' }, status: { result: 'failure', cause: 'no_answer' } },
      {
        agent: { key: '+919000000022' },
        status: { result: 'success' },
        talkSeconds: 6,
        startedAt: Date.UTC(2025, 11, 23, 12, 21, 5, 779),
        endedAt: Date.UTC(2025, 11, 23, 12, 21, 48, 962),
        recordingUrl: 'https://developers.myoperator.co/recordings/link?file=a1b2-v2.mp3',
      },
    ]);
  });

  test('names its agent by an object in the summary, and the DID in the payload where the envelope lacks it', () => {
    const legs = [
      {
        leg_index: 2,
        type: 'agent',
        result: 'answered',
        talk_duration: 6,
        agent: { id: 'hex1', name: 'Agent One', contact_number: '+919000000021', extension: '10' },
      },
    ];
    const summary = {
      ...ended,
      event_type: 'call.summary',
      system_identifier: null,
      payload: { ...ended.payload, client_ref_id: 'ours', legs },
    };
    const { said, happenings } = event('v2', summary);
    expect(said).toMatchObject({ did: { key: '+918065000041' }, reference: 'ours' });
    expect(happenings).toMatchObject([{ agent: { key: '+919000000021', aliases: ['10', 'hex1'] }, talkSeconds: 6 }]);
  });

  test.each([
    ['call.initiated', [{ kind: 'noticed' }]],
    ['call.ivr_started', [{ kind: 'noticed' }]],
    ['call.dial_begin', [{ kind: 'noticed' }]],
    ['call.answered', [{ kind: 'answered', agent: null }]],
    ['call.invented', [{ kind: 'noticed' }]],
  ])('%s without an agent is %j', (event_type, happenings) => {
    const payload = { id: 's4.1766492465.1359', started_at: '2025-12-23 12:21:05' };
    expect(event('v2', { ...ended, event_type, payload }).happenings).toEqual(happenings);
  });

  test('call.dial_begin with an agent rings them, and call.answered answers', () => {
    const payload = { legs: [{ leg_index: 2, type: 'agent', phone_number: '919000000021' }] };
    expect(event('v2', { ...ended, event_type: 'call.dial_begin', payload }).happenings).toEqual([
      {
        kind: 'offered',
        agent: { raw: '919000000021', key: '+919000000021' },
        at: Date.UTC(2025, 11, 23, 12, 21, 49, 120),
        reportsAnswer: true,
      },
    ]);
    expect(event('v2', { ...ended, event_type: 'call.answered', payload }).happenings).toMatchObject([
      { kind: 'answered', agent: { key: '+919000000021' } },
    ]);
  });

  test('a bridged call that no agent took was answered by the menu', () => {
    const { happenings, said } = event('v2', {
      ...ended,
      payload: { ...ended.payload, legs: ended.payload.legs.slice(0, 1) },
    });
    expect(happenings).toMatchObject([{ agent: null, status: { result: 'failure', cause: null } }]);
    expect(said.flags).toEqual(['answered_by_menu']);
  });
});
