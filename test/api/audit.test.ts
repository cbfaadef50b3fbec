import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { openFrame, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
let other: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling', 'full_numbers'] });
  other = await frame.signedIn('Second', { permissions: ['configure_calling'] });
  await admin('PUT', '/v1/settings/institute', { name: 'First University' });
  await other('PUT', '/v1/settings/telephony/tatatel', { enabled: true, authenticationKey: 'key-of-forty-two' });
  await admin('PUT', '/v1/settings/numbers', { dids: [{ number: '8047100100' }], blocked: [{ number: '9812345670' }] });
  await admin('POST', '/v1/settings/telephony/tatatel/rotate', { what: 'token' });
  const elsewhere = await frame.signedIn('Elsewhere', { instituteId: 2, permissions: ['configure_calling'] });
  await elsewhere('PUT', '/v1/settings/institute', { name: 'Second University' });
});
afterAll(async () => frame.close());

const actions = async (query: string, call = admin) =>
  (await call('GET', `/v1/audit?${query}`)).body.items.map(({ action }: { action: string }) => action);

describe('the audit', () => {
  test('says who changed what when, before and after, newest first', async () => {
    const { id } = (await admin('GET', '/v1/me')).body;
    const { body } = await admin('GET', '/v1/audit');
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'telephony.rotate',
      'numbers.change',
      'telephony.change',
      'institute.change',
    ]);
    expect(body.items.at(-1)).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/Z$/),
      by: { id, name: 'Admin' },
      action: 'institute.change',
      target: 'institute',
      before: { name: 'First' },
      after: { name: 'First University' },
    });
    expect(body.nextCursor).toBeNull();
  });

  test('shows secrets as changed, whatever became of them', async () => {
    const { body } = await admin('GET', '/v1/audit');
    expect(body.items[2]).toMatchObject({ after: { enabled: true, authenticationKey: 'changed' } });
    expect(body.items[0]).toMatchObject({ before: { token: 'changed' }, after: { token: 'changed' } });
    expect(JSON.stringify(body)).not.toContain('forty-two');
  });

  test('shows a student’s number only to those who may see numbers', async () => {
    expect(JSON.stringify((await admin('GET', '/v1/audit')).body)).toContain('9812345670');
    const shown = (await other('GET', '/v1/audit?action=numbers.change')).body.items[0];
    expect(shown.after.blocked).toEqual([{ number: '•••••• 5670' }]);
    expect(shown.after.dids[0].number).toBe('8047100100');
  });

  test('is filtered by action, target, person and day', async () => {
    expect(await actions('action=telephony')).toEqual(['telephony.rotate', 'telephony.change']);
    expect(await actions('action=telephony.change')).toEqual(['telephony.change']);
    expect(await actions('action=tele')).toEqual([]);
    expect(await actions('target=tatatel')).toEqual(['telephony.rotate', 'telephony.change']);
    const { id } = (await other('GET', '/v1/me')).body;
    expect(await actions(`by=${id}`)).toEqual(['telephony.change']);
    // 23:30 on the 1st and 00:30 on the 2nd, in Kolkata.
    await frame.db.query(
      sql.type(
        noRows,
      )`update audit set at = '2026-03-01T18:00:00Z' where action = 'institute.change' and institute_id = 1`,
    );
    await frame.db.query(
      sql.type(noRows)`update audit set at = '2026-03-01T19:00:00Z' where action = 'numbers.change'`,
    );
    expect(await actions('from=2026-03-01&to=2026-03-01')).toEqual(['institute.change']);
    expect(await actions('from=2026-03-02&to=2026-03-02')).toEqual(['numbers.change']);
    expect(await actions('from=&to=&by=&action=&target=')).toHaveLength(4);
    for (const query of ['from=yesterday', 'by=asha', 'to=2026-02-30'])
      expect((await admin('GET', `/v1/audit?${query}`)).status).toBe(400);
  });

  test('comes in pages without an entry twice or missing', async () => {
    for (let index = 0; index < 7; index += 1) await admin('PUT', '/v1/settings/institute', { name: `Name ${index}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await admin('GET', `/v1/audit?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    const all = (await admin('GET', '/v1/audit')).body.items.map(({ id }: { id: string }) => id);
    expect(all).toHaveLength(11);
    expect(seen).toEqual(all);
  });
});
