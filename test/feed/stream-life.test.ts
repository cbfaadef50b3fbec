import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql, type QuerySqlToken } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { endSession } from '../../db/sessions.ts';
import { notifyAccess } from '../../db/permissions.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { hashSecret } from '../../config/secrets.ts';
import { buildCall } from '../build/call.ts';
import { buildLead } from '../build/lead.ts';
import { showPopup, tellMissed } from '../build/popup.ts';
import { eventually } from './eventually.ts';
import { openFloor, type ApiProcess, type Floor, type Person } from './floor.ts';
import type { RawStream } from './raw-stream.ts';

let floor: Floor;
let here: ApiProcess;
let there: ApiProcess;
/** Two that look for changes by themselves only once an hour: what reaches them is told by notification. */
let blind: readonly ApiProcess[];
beforeAll(async () => {
  floor = await openFloor();
  here = await floor.process();
  there = await floor.process();
  blind = [await floor.process({ pollMs: 3_600_000 }), await floor.process({ pollMs: 3_600_000 })];
});
afterAll(async () => await floor.close());

const tokenOf = ({ cookie }: Person): Buffer => hashSecret(cookie.slice(cookie.indexOf('=') + 1));

const opened = async (person: Person, apis: readonly ApiProcess[]): Promise<readonly RawStream[]> => {
  const streams = apis.map((api) => person.tap(api));
  for (const stream of streams) await stream.until((text) => text.includes('snapshot'));
  return streams;
};

const allEnd = async (streams: readonly RawStream[]): Promise<void> => {
  await Promise.all(streams.map(async (stream) => await stream.ended()));
};

describe('a stream ends', () => {
  test('at once when its counsellor signs out, everywhere, and cannot be opened again', async () => {
    const asha = await floor.person('Asha Leaves');
    const streams = await opened(asha, blind);
    await endSession(floor.db, tokenOf(asha));
    await allEnd(streams);
    expect((await asha.call(here, 'GET', '/v1/stream')).status).toBe(401);
  });

  test('only for the session that signed out', async () => {
    const bilal = await floor.person('Bilal Two');
    const [stays] = await opened(bilal, [here]);
    const again = await floor.signInAgain(bilal);
    const [leaves] = await opened(again, [here]);
    await endSession(floor.db, tokenOf(again));
    await leaves?.ended();
    await tellMissed(floor.db, [bilal]);
    await stays?.until((text) => text.includes('event: missed'));
  });

  test('at once when access is said to have changed', async () => {
    const chitra = await floor.person('Chitra Changes');
    const streams = await opened(chitra, blind);
    await floor.db.transaction(async (tx) => await notifyAccess(tx, 1, chitra.id));
    await allEnd(streams);
  });

  test('by itself after a change that nobody announced, each kind of it, and no other stream does', async () => {
    const changes: Readonly<Record<string, (id: CounsellorId) => QuerySqlToken>> = {
      'the session is gone': (id) => sql.type(noRows)`delete from session where counsellor_id = ${id}`,
      'the session ran out': (id) =>
        sql.type(noRows)`update session set expires_at = now() where counsellor_id = ${id}`,
      'no longer active': (id) => sql.type(noRows)`update counsellor set active = false where id = ${id}`,
      'a permission was given': (id) => sql.type(noRows)`
        insert into user_permission (institute_id, counsellor_id, permission, scope) values (1, ${id}, 'make_calls_leads', 'yes')`,
      'a permission was taken': (id) => sql.type(noRows)`
        delete from user_permission where counsellor_id = ${id} and permission = 'full_numbers'`,
      'a scope was narrowed': (id) => sql.type(noRows)`
        update user_permission set scope = 'own' where counsellor_id = ${id} and permission = 'call_logs'`,
      'a role with more': (id) => sql.type(noRows)`
        with given as (insert into role_permission (institute_id, role, permission, scope) values (1, 'lead', 'recordings', 'own'))
        update counsellor set roles = '{lead}' where id = ${id}`,
    };
    const untouched = await opened(await floor.person('Asha Untouched'), [here]);
    await Promise.all(
      Object.entries(changes).map(async ([what, change]) => {
        const person = await floor.person(`Asha, ${what}`);
        const streams = await opened(person, [here, there]);
        await floor.db.query(change(person.id));
        await allEnd(streams);
      }),
    );
    expect(untouched[0]?.over).toBe(false);
  });

  test('when the process stops, which takes no more streams', async () => {
    const stopping = await floor.process();
    const bilal = await floor.person('Bilal Stops');
    const streams = await opened(bilal, [stopping]);
    const stopped = stopping.hub.close();
    expect((await bilal.call(stopping, 'GET', '/v1/stream')).status).toBe(503);
    await allEnd(streams);
    await stopped;
    expect(stopping.hub.size).toBe(0);
    await stopping.stop();
  });
});

describe('a stream goes on', () => {
  test('through quiet, with comments that keep proxies from cutting it', async () => {
    const beating = await floor.process({ heartbeatMs: 50 });
    const asha = await floor.person('Asha Quiet');
    const [stream] = await opened(asha, [beating]);
    const before = stream?.text.length ?? 0;
    await stream?.until((text) => text.slice(before).split(':\n').length > 4);
    expect(stream?.text.slice(before).replaceAll(':\n', '')).toBe('');
    expect(stream?.ids).toEqual([1]);
  });

  test('when a client vanishes, for the others', async () => {
    const bilal = await floor.person('Bilal Vanishes');
    const [gone, stays] = await opened(bilal, [here, here]);
    const size = here.hub.size;
    gone?.close();
    await tellMissed(floor.db, [bilal], 2);
    await stays?.until((text) => text.includes('id: 3'));
    expect(here.hub.size).toBe(size - 1);
  });
});

describe('bounds', () => {
  test('a client that does not read is cut, and resumes without a number missing', async () => {
    const slow = await floor.process({ pollMs: 100, limits: { bufferedBytes: 1024 * 1024, stallMs: 300 } });
    const asha = await floor.person('Asha Slow');
    const [stream] = await opened(asha, [slow]);
    const reader = asha.tap(slow);
    await reader.until((text) => text.includes('snapshot'));
    await stream?.stopReading();
    // Together more than sockets hold: the kernel takes some ten megabytes on the loopback device.
    const messages = 3000;
    const leadId = await buildLead(floor.db, 'R'.repeat(8000));
    const popup = await showPopup(floor.db, asha, await buildCall(floor.db, { leadId }), { leadId });
    await floor.db.query(sql.type(noRows)`
      with head as (
        update feed_head set head = head + ${messages} where counsellor_id = ${asha.id} returning head
      )
      insert into feed (institute_id, counsellor_id, seq, type, ref)
      select 1, ${asha.id}, head.head - ${messages} + nth, 'popup', ${popup} from head, generate_series(1, ${messages}) as nth
    `);
    await eventually(() => slow.hub.size === 1);
    // The reader beside it got everything meanwhile.
    await reader.upTo(messages + 2);
    const has = stream?.ids.at(-1) ?? 1;
    expect(has).toBeLessThan(messages + 2);

    const resumed = asha.tap(slow, { lastEventId: String(has) });
    await resumed.upTo(messages + 2);
    expect(resumed.ids).toHaveLength(messages + 2 - has);
    expect(resumed.ids[0]).toBe(has + 1);
  });

  test('one counsellor holds no more streams than allowed, and others are not concerned', async () => {
    const narrow = await floor.process({ streamsEach: 2 });
    const [bilal, chitra] = [await floor.person('Bilal Many'), await floor.person('Chitra One')];
    await opened(bilal, [narrow, narrow]);
    const refused = await bilal.call(narrow, 'GET', '/v1/stream');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_streams' } });
    await opened(chitra, [narrow]);
  });
});
