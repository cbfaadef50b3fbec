import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql, type FragmentSqlToken } from 'slonik';
import { checkInstitute, type Difference } from '../../calls/check.ts';
import { rebuildCall } from '../../calls/rebuild.ts';
import { noRows } from '../../db/columns.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { at, asha, bilal, callBack, ring, riya } from '../build/facts.ts';
import { runs } from '../convergence/cases.ts';
import { DID } from '../convergence/ground.ts';
import { standing } from '../convergence/standing.ts';
import { openReportFloor, type ReportFloor } from './floor.ts';
import { live, past, type Past } from './histories.ts';

let floor: ReportFloor;
let databaseUrl: string;
beforeAll(async () => {
  floor = await openReportFloor();
  databaseUrl = floor.ground.url;
});
afterAll(async () => {
  await floor.close();
});

const check = async (instituteId: InstituteId): Promise<readonly Difference[]> => {
  const differences: Difference[] = [];
  const checked = await checkInstitute(
    floor.ground.pool,
    { instituteId, now: Date.now },
    (difference) => void differences.push(difference),
  );
  expect(checked).toMatchObject({ unfinished: 0, differences: differences.length });
  expect(checked.calls).toBeGreaterThan(0);
  return differences;
};

/** The command as an operator runs it. */
const command = async (...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> => {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['calls/check-command.ts', ...args], { env });
    return { code: 0, text: stdout };
  } catch (error) {
    // A command that ends with another code than 0 is thrown, with what it printed.
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, text: stdout + stderr };
  }
};

test('after any past there is no difference between what stands and what the facts come to', async () => {
  await fc.assert(
    fc.asyncProperty(past, async (given) => {
      const { it, ids } = await live(floor, given);
      for (const id of ids) await it.finish(id, Date.now());
      expect(await check(it.id)).toEqual([]);
    }),
    runs(12),
  );
});

/** As different as settings can be from those that `live` settles calls under. */
const changed = (given: Past) => ({
  inbound: { enabled: true, ring: given.ring === 'sequential' ? 'simultaneous' : 'sequential', keepOwner: true },
  leads: { createOn: 'never', answeredOwner: 'none', missedOwner: 'last_rung' },
  times: { ringSeconds: 5, talkSeconds: 60, callBackSeconds: 30, wrapUpSeconds: 0, amendSeconds: 60 },
});

test('settings that were changed since make none, and change no call that had settled when it is made anew', async () => {
  await fc.assert(
    fc.asyncProperty(past, async (given) => {
      // A call made anew stands on the timeline of the lead that is left, not of the one it was merged from.
      const { it, ids } = await live(floor, { ...given, mergesLeads: null });
      for (const id of ids) await it.finish(id, Date.now());
      const before = await standing(floor.ground.pool, it.id);
      await floor.ground.pool.query(sql.type(noRows)`
          update vendor_account set settings = ${sql.jsonb(changed(given))}, credentials = ${sql.jsonb({ authenticationKey: {} })}
          where institute_id = ${it.id}
        `);
      expect(await check(it.id)).toEqual([]);
      for (const callId of ids) {
        await floor.ground.pool.transaction(
          async (tx) => await rebuildCall(tx, { instituteId: it.id, callId, now: Date.now() }),
        );
      }
      expect(await standing(floor.ground.pool, it.id)).toEqual(before);
    }),
    runs(8),
  );
});

describe('a row that somebody has written', () => {
  const where = async () => {
    const it = await floor.ground.institute({}, false);
    const leads = { [riya]: await it.lead('Riya', [asha]) };
    const call = await it.call();
    await floor.ground.pool.query(sql.type(noRows)`update call set did_key = ${DID} where id = ${call}`);
    await it.add(call, [ring(asha, 0), ring(bilal, 9), callBack(bilal, 'success', 60, { talk: 40 })], leads);
    await it.finish(call, at(60));
    expect(await check(it.id)).toEqual([]);
    return { it, call };
  };
  const damages: readonly (readonly [string, FragmentSqlToken, string])[] = [
    ['the talk of a call', sql.fragment`update call set talk_seconds = 400`, 'talkSeconds stands 400, comes to 40'],
    [
      'how a call came out',
      sql.fragment`update call set outcome = 'missed'`,
      'outcome stands "missed", comes to "answered"',
    ],
    ['an offer', sql.fragment`update offer set result = 'cancelled'`, 'offers stands'],
    ['what a counsellor contributed', sql.fragment`update contribution set success = 0`, 'contributions stands'],
    [
      'a counsellor’s day',
      sql.fragment`update counsellor_day set success = success + 3`,
      'success stands 4, comes to 1',
    ],
    ['a row of a day that is gone', sql.fragment`delete from engaged_day`, 'calls stands 0, comes to 1'],
    ['an hour', sql.fragment`update call_hour set missed = 7`, 'missed stands 7, comes to 0'],
    ['which day of a lead was before', sql.fragment`update engaged_day set previous = day - 1`, 'previous stands'],
    ['a caller', sql.fragment`update caller_day set calls = 2`, 'calls stands 2, comes to 1'],
    ['what a call counts as', sql.fragment`update counted_call set answered = 0`, 'counted stands'],
    [
      'a missed entry',
      sql.fragment`insert into missed_entry (institute_id, call_id, rung, student, at) select institute_id, id, false, 'nobody', now() from call`,
      'missed stands something else',
    ],
    ['a lead’s calls', sql.fragment`update lead set call_count = 9`, 'call_count stands 9, comes to 1'],
  ];

  test.each(damages)('is found and named: %s', async (_, damage, words) => {
    const { it } = await where();
    await floor.ground.pool.query(sql.type(noRows)`${damage} where institute_id = ${it.id}`);
    const told = (await check(it.id)).map(
      ({ what, stands, comesTo }) => `${what} stands ${stands}, comes to ${comesTo}`,
    );
    expect(told.join('\n')).toContain(words);
  });

  test('makes the command end with 1 and name it; without it, with 0', async () => {
    const { it, call } = await where();
    expect(await command('--institute', String(it.id))).toEqual({
      code: 0,
      text: `Institute ${it.id}: 1 calls, 0 of them not finished, 0 differences.\n`,
    });
    await floor.ground.pool.query(sql.type(noRows)`update call set ring_seconds = 99 where id = ${call}`);
    const { code, text } = await command();
    expect(code).toBe(1);
    expect(text).toContain(`${it.id} call ${call}: ringSeconds stands 99, comes to null\n`);
    expect(await command('--institute', 'all')).toMatchObject({ code: 2 });
    expect(await command('--institute', '999999')).toMatchObject({ code: 1, text: 'There is no such institute.\n' });
  });
});
