import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Person, type Stage } from './stage.ts';

const ASHA = '9990947416';
const BILAL = '9899364545';
const RIYA = '9812345670';

let stage: Stage;
let asha: Person;
let bilal: Person;
beforeAll(async () => {
  stage = await openStage();
  [asha, bilal] = await Promise.all([stage.signIn('asha@demo.test'), stage.signIn('bilal@demo.test')]);
});
afterAll(async () => {
  await stage.close();
});

describe('a call of an owned lead that nobody answers', () => {
  test('rings the owner, then the next counsellor, and is missed for both', async () => {
    const [ofAsha, ofBilal] = [asha.stream(), bilal.stream()];
    await Promise.all([ofAsha.count(1), ofBilal.count(1)]);
    const call = { call_id: 'nobody-answers', applicant_no: RIYA, did_no: '8047100100' };

    const routed = await stage.vendor('getCounsellor', call);
    expect(routed).toMatchObject({ status: 200, body: { data: [{ agent_number: ASHA }], status: 1 } });

    const popup = await stage.vendor('ivrCallNotification', { ...call, agent_no: ASHA });
    expect(popup.body).toEqual({ status: 1, message: 'Notification accepted', call_id: 'nobody-answers' });
    const first = await ofAsha.message(({ event, data }) => event === 'popup' && data['state'] === 'open');
    expect(first.data).toMatchObject({ lead: { name: 'Riya Sharma' }, number: '+919812345670', campaign: 'Website' });

    await stage.vendor('ivrCallNotification', { ...call, agent_no: BILAL });
    const withdrawn = await ofAsha.message(({ data }) => data['state'] === 'withdrawn');
    expect(withdrawn.data).toMatchObject({ id: first.data['id'], reason: 'next_agent', version: 2 });
    await ofBilal.message(({ event, data }) => event === 'popup' && data['state'] === 'open');

    await stage.vendor('ivrCallBackDetails', { ...call, agent_no: BILAL, status: 'missed' });
    const settled = await stage.call('nobody-answers');
    expect(settled).toMatchObject({
      outcome: 'missed',
      lead: { name: 'Riya Sharma' },
      campaign: 'Website',
      talkSeconds: 0,
      offers: [
        { counsellor: { name: 'Asha Rao' }, result: 'missed' },
        { counsellor: { name: 'Bilal Khan' }, result: 'missed' },
      ],
    });
    await ofBilal.message(({ data }) => data['state'] === 'withdrawn' && data['reason'] === 'call_ended');
    await ofAsha.message(({ event, data }) => event === 'missed' && data['count'] === 1);
    await ofBilal.message(({ event, data }) => event === 'missed' && data['count'] === 1);
  });
});

describe('a call that a counsellor answers', () => {
  test('keeps its card through wrap-up and gives an unowned lead its owner', async () => {
    const ofBilal = bilal.stream();
    await ofBilal.count(1);
    const call = { call_id: 'answered', applicant_no: '9700000001' };
    await stage.vendor('ivrCallNotification', { ...call, agent_no: BILAL });
    const open = await ofBilal.message(({ event, data }) => event === 'popup' && data['state'] === 'open');
    await stage.vendor('ivrCallBackDetails', { ...call, agent_no: BILAL, status: '1', call_duration: '01:15' });

    const settled = await stage.call('answered');
    expect(settled).toMatchObject({ outcome: 'answered', talkSeconds: 75, counsellor: { name: 'Bilal Khan' } });
    await ofBilal.message(({ data }) => data['id'] === open.data['id'] && data['state'] === 'answered');
    await ofBilal.message(({ event, data }) => event === 'pending' && data['count'] === 1);

    const { body: lead } = await bilal.call('GET', `/v1/leads/${settled.lead.id}`);
    expect(lead).toMatchObject({
      name: '',
      origin: 'Telephony',
      owners: [{ name: 'Bilal Khan' }],
      phones: [{ number: '+919700000001', kind: 'primary', verified: true }],
      lastCall: { direction: 'inbound', outcome: 'answered' },
      callCount: 1,
    });

    await bilal.call('POST', `/v1/leads/${lead.id}/notes`, { text: 'Wants the prospectus', callId: settled.id });
    await ofBilal.message(({ data }) => data['id'] === open.data['id'] && data['state'] === 'closed');
    await ofBilal.message(({ event, data }) => event === 'pending' && data['count'] === 0);
  });
});
