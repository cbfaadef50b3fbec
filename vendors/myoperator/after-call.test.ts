import { describe, expect, test } from '@jest/globals';
import { afterCall, agentOne, agentTwo, event, heard, leg, start } from '../../test/vendors/myoperator-hooks.ts';

describe('after-call', () => {
  test('has the call id among its pairs, stamps in seconds, and the talk of the leg rather than of the whole', () => {
    expect(event('after-call', { myoperator: JSON.stringify(afterCall) })).toEqual({
      kind: 'event',
      said: {
        callId: 'd5.1767000927.2496777',
        reference: null,
        vendorRef: 'd5.1767000927.2496777',
        number: '+919876500043',
        did: { raw: '8065000041', key: '+918065000041' },
        direction: 'inbound',
        flags: [],
      },
      happenings: [
        {
          kind: 'ended',
          agent: { raw: '+919000000021', key: '+919000000021', aliases: ['10', '5cd40f65vvvvvvvv'] },
          status: { result: 'success' },
          talkSeconds: 9,
          startedAt: start * 1000,
          endedAt: (start + 39) * 1000,
          recordingUrl: 'https://developers.myoperator.co/recordings/link?file=a1b2.mp3',
        },
      ],
    });
  });

  test('of a hunt tells who failed, then who talked, each counsellor once', () => {
    const legs = [
      leg(agentOne, 'missed', 'NOANSWER', 5, 15),
      leg(agentTwo, 'missed', 'BUSY', 15, 17),
      leg(agentTwo, 'received', 'ANSWER', 17, 39),
    ];
    const { happenings } = event('after-call', { ...afterCall, _ld: legs, _tc: [] });
    expect(happenings).toMatchObject([
      {
        agent: { key: '+919000000021' },
        status: { result: 'failure', cause: 'no_answer' },
        talkSeconds: null,
        recordingUrl: null,
      },
      { agent: { key: '+919000000022' }, status: { result: 'success' }, talkSeconds: 22 },
    ]);
  });

  test('that says answered though nobody took it was answered by the menu', () => {
    const { said, happenings } = event('after-call', { ...afterCall, _ld: [], _tc: [] });
    expect(happenings).toMatchObject([{ agent: null, status: { result: 'failure', cause: null }, talkSeconds: null }]);
    expect(said.flags).toEqual(['answered_by_menu']);
  });

  test('that was missed or left a voicemail says so, with the legs that rang', () => {
    const legs = [leg(agentOne, 'missed', 'CANCEL', 5, 15)];
    expect(event('after-call', { ...afterCall, _su: '2', _ld: legs }).happenings).toMatchObject([
      { agent: { key: '+919000000021' }, status: { result: 'failure', cause: 'cancelled' } },
    ]);
    expect(event('after-call', { ...afterCall, _su: 3, _ld: legs }).happenings).toMatchObject([
      { agent: { key: '+919000000021' }, status: { result: 'failure' }, recordingUrl: null },
      {
        agent: null,
        status: { result: 'failure', cause: 'voicemail' },
        recordingUrl: expect.stringContaining('a1b2.mp3'),
      },
    ]);
  });

  test('of an outgoing call tells the counsellor who did not pick up from the student who did not', () => {
    const outgoing = { ...afterCall, _ev: '2', _su: 2, _cri: 'ours' };
    const unanswered = event('after-call', { ...outgoing, _ld: [leg(agentOne, 'received', 'ANSWER', 5, 15)] });
    expect(unanswered.said).toMatchObject({ reference: 'ours', direction: 'outbound' });
    expect(unanswered.happenings).toMatchObject([
      { agent: { key: '+919000000021' }, status: { result: 'failure', cause: 'no_answer' } },
    ]);
    const unpicked = event('after-call', { ...outgoing, _ld: [leg(agentOne, 'missed', 'NOANSWER', 5, 15)] });
    expect(unpicked.happenings).toMatchObject([
      { agent: { key: '+919000000021' } },
      { agent: null, status: { cause: 'no_answer' } },
    ]);
  });

  test('in keys of an administrator is read, misspelt and with a lost plus', () => {
    const chosen = {
      caller_number: ' 919876500045',
      caller_id: 'd5.1767000927.2496777',
      start_time: String(start),
      recieved_by: ' 919000000021',
      recording: 'a1b2.mp3',
    };
    const { said, happenings } = event('after-call', chosen);
    expect(said).toMatchObject({ callId: 'd5.1767000927.2496777', number: '+919876500045', flags: [] });
    expect(happenings).toMatchObject([
      {
        agent: { key: '+919000000021' },
        status: { result: 'success' },
        talkSeconds: null,
        startedAt: start * 1000,
        recordingUrl: expect.stringContaining('a1b2.mp3'),
      },
    ]);
    const { said: unread, happenings: nothing } = event('after-call', { ...chosen, recieved_by: '' });
    expect(nothing).toMatchObject([{ agent: null, status: { result: 'unrecognised' } }]);
    expect(unread.flags).toEqual(['status_unrecognised']);
  });

  test('sent to the in-call address is still one, and a disposition is none of ours', () => {
    expect(event('in-call', afterCall).happenings).toMatchObject([{ kind: 'ended' }]);
    expect(heard('after-call', { _dsp: [{ name: 'Hot' }], _ai: 'x' })).toEqual({
      kind: 'ignored',
      reason: 'disposition',
    });
    expect(heard('after-call', {})).toEqual({ kind: 'ignored', reason: 'empty' });
  });
});
