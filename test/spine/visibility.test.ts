import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { buildCounsellor, signIn } from '../build/counsellor.ts';
import { buildInstitute } from '../build/institute.ts';
import { RawStream } from '../feed/raw-stream.ts';
import { ask, eventually, openStage, type Answer, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, CHITRA } from './vendor-call.ts';

interface Viewer {
  readonly agent: string;
  readonly cookie: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
}

const TEAM = '0198c0de-0000-7000-8000-00000000000a';
const OTHER_TEAM = '0198c0de-0000-7000-8000-00000000000b';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await buildInstitute(stage.db, 200, { inbound: { enabled: true } });
});
afterAll(async () => {
  await stage.close();
});

let agents = 0;
async function viewer(
  permissions: readonly string[],
  teamId: string | null = null,
  instituteId = 100,
): Promise<Viewer> {
  agents += 1;
  const built = await buildCounsellor(stage.db, `Viewer ${agents}`, {
    instituteId,
    permissions: ['receive_popups', 'full_numbers', ...permissions],
    teamId,
  });
  const agent = `97700000${String(agents).padStart(2, '0')}`;
  await stage.db.query(sql.type(noRows)`
    insert into agent_number (institute_id, vendor, number_key, entered, counsellor_id)
    values (${instituteId}, 'tatatel', ${`+91${agent}`}, ${agent}, ${built.id})
  `);
  const cookie = await signIn(stage.db, built);
  return {
    agent,
    cookie,
    get: async (path) => await ask(`${stage.url}${path}`, 'GET', undefined, { cookie }),
    post: async (path, body) => await ask(`${stage.url}${path}`, 'POST', body, { cookie }),
  };
}

/** A call that rang this agent and was missed. */
async function callOf(agent: string): Promise<Answer['body']> {
  const call = aVendorCall(stage);
  await call.rings(agent);
  await call.ends({ agent_no: agent });
  return await call.shown();
}

describe('the call log', () => {
  test.each([
    ['own', ['mine', 'shared']],
    ['team', ['mine', 'shared', 'team']],
    ['all', ['mine', 'shared', 'team', 'stranger', 'nobody']],
  ] as const)(
    'by the permission %s shows the calls of %j, in the list, one by one and explained',
    async (scope, visible) => {
      const me = await viewer([`call_logs:${scope}`], TEAM);
      const [colleague, stranger] = [await viewer([], TEAM), await viewer([], OTHER_TEAM)];
      const shared = aVendorCall(stage);
      for (const agent of [me.agent, stranger.agent]) await shared.rings(agent);
      await shared.answeredBy(stranger.agent);
      const nobody = aVendorCall(stage);
      await nobody.ends();
      const calls: Record<string, Answer['body']> = {
        mine: await callOf(me.agent),
        team: await callOf(colleague.agent),
        stranger: await callOf(stranger.agent),
        shared: await shared.shown(),
        nobody: await nobody.shown(),
      };
      const { body } = await me.get('/v1/calls?limit=200');
      const listed = new Set(body.items.map(({ id }: { id: string }) => id));
      for (const [name, { id, vendorCallId }] of Object.entries(calls)) {
        const sees = (visible as readonly string[]).includes(name);
        const [one, explained] = [await me.get(`/v1/calls/${id}`), await me.get(`/v1/calls/${id}/explanation`)];
        const { body: found } = await me.get(`/v1/calls?search=${encodeURIComponent(vendorCallId)}`);
        expect([name, listed.has(id), found.items.length, one.status, explained.status]).toEqual([
          name,
          sees,
          sees ? 1 : 0,
          ...(sees ? [200, 200] : [404, 404]),
        ]);
      }
      const counsellors = await me.get(`/v1/calls?counsellor=${calls['stranger'].offers[0].counsellor.id}`);
      expect(counsellors.body.items.map(({ id }: { id: string }) => id).includes(calls['stranger'].id)).toBe(
        scope === 'all',
      );
    },
  );

  test('of somebody without a team is their own', async () => {
    const me = await viewer(['call_logs:team']);
    const teamless = await viewer([]);
    const [mine, theirs] = [await callOf(me.agent), await callOf(teamless.agent)];
    expect([(await me.get(`/v1/calls/${mine.id}`)).status, (await me.get(`/v1/calls/${theirs.id}`)).status]).toEqual([
      200, 404,
    ]);
  });

  test('is closed to those who may not see it', async () => {
    const me = await viewer([]);
    const { id } = await callOf(me.agent);
    for (const path of ['/v1/calls', `/v1/calls/${id}`, `/v1/calls/${id}/explanation`]) {
      expect([path, await me.get(path)]).toMatchObject([path, { status: 403, body: { code: 'forbidden' } }]);
      expect(await ask(`${stage.url}${path}`, 'GET')).toMatchObject({ status: 401 });
    }
  });
});

describe('another institute', () => {
  test('finds none of our ids and lists none of our rows', async () => {
    const ours = await callOf(ASHA);
    const asha = await stage.signIn('asha@demo.test');
    const { body: missed } = await asha.call('GET', '/v1/missed-calls');
    const row = missed.items.find(({ callId }: { callId: string }) => callId === ours.id);
    const them = await viewer(['call_logs:all', 'manage_missed_calls', 'recordings:all'], null, 200);
    for (const path of [
      `/v1/calls/${ours.id}`,
      `/v1/calls/${ours.id}/explanation`,
      `/v1/leads/${ours.lead.id}`,
      `/v1/leads/${ours.lead.id}/timeline`,
    ]) {
      expect([path, (await them.get(path)).status]).toEqual([path, 404]);
    }
    expect((await them.post(`/v1/missed-calls/${row.id}/open`)).status).toBe(404);
    expect((await them.post(`/v1/leads/${ours.lead.id}/notes`, { text: 'Mine' })).status).toBe(404);
    for (const path of [
      '/v1/calls',
      '/v1/leads',
      `/v1/leads?search=${ours.number.slice(3)}`,
      '/v1/missed-calls?scope=all',
    ]) {
      expect([path, (await them.get(path)).body.items]).toEqual([path, []]);
    }
  });

  test('has its own lead, routing and agents for the same number', async () => {
    const them = await viewer(['call_logs:all'], null, 200);
    await stage.db.query(sql.type(noRows)`
      update institute set secret_key_hash = (select secret_key_hash from institute where id = 100) where id = 200
    `);
    const theirs = async (name: string, more: object) =>
      await ask(`${stage.url}/${name}/200/tatatel`, 'POST', {
        secret_key: 'demo-secret-key',
        applicant_no: '9812345670',
        call_id: 'same id',
        ...more,
      });
    expect((await theirs('getCounsellor', {})).body).toEqual({ data: [], status: 0 });
    expect((await theirs('ivrCallNotification', { agent_no: ASHA })).body).toMatchObject({
      message: 'Agent Details Not Found',
    });
    await stage.vendor('ivrCallNotification', { applicant_no: '9812345670', agent_no: ASHA, call_id: 'same id' });
    await theirs('ivrCallNotification', { agent_no: them.agent });
    await theirs('ivrCallBackDetails', { agent_no: them.agent, status: '0' });
    const ours = await stage.call('same id', ({ offers }) => offers.length === 1);
    expect(ours).toMatchObject({
      state: 'ringing',
      lead: { name: 'Riya Sharma' },
      offers: [{ counsellor: { name: 'Asha Rao' } }],
    });
    const [theirCall] = await eventually(async () => {
      const { body } = await them.get('/v1/calls');
      return body.items[0]?.outcome === 'missed' ? body.items : null;
    });
    expect(theirCall).toMatchObject({
      vendorCallId: 'same id',
      offers: [{ counsellor: { name: expect.stringContaining('Viewer') } }],
    });
    expect(theirCall.id).not.toBe(ours.id);
  });
});

describe('a counsellor’s stream', () => {
  test('carries no byte about another’s pop-up, nor may it be touched', async () => {
    const [asha, bilal] = [await stage.signIn('asha@demo.test'), await stage.signIn('bilal@demo.test')];
    const raw = new RawStream(`${stage.url}/v1/stream`, asha.cookie);
    const [ofAsha, ofBilal] = [asha.stream(), bilal.stream()];
    await Promise.all([ofAsha.count(1), ofBilal.count(1)]);
    const call = aVendorCall(stage);
    await call.rings(BILAL);
    const { data: popup } = await ofBilal.message(
      ({ event, data }) => event === 'popup' && data['number'] === `+91${call.number}`,
    );
    for (const action of ['dismiss', 'open'])
      expect((await asha.call('POST', `/v1/popups/${String(popup['id'])}/${action}`)).status).toBe(404);
    await call.rings(CHITRA);
    await call.answeredBy(BILAL);
    const { id } = await call.shown();
    await ofBilal.message(({ event, data }) => event === 'popup' && data['callId'] === id && data['state'] !== 'open');
    // What comes after it on Asha's own feed has come: nothing of before is still under way.
    const own = aVendorCall(stage);
    await own.rings(ASHA);
    await ofAsha.message(({ event, data }) => event === 'popup' && data['number'] === `+91${own.number}`);
    const text = await raw.until((sent) => sent.includes(own.number));
    for (const bytes of [text, JSON.stringify(ofAsha.received)]) {
      for (const trace of [id, String(popup['id']), call.number, call.id, 'Bilal', 'Chitra'])
        expect(bytes).not.toContain(trace);
    }
    raw.close();
  });
});
