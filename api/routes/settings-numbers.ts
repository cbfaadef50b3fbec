import { recordAudit } from '../../db/audit.ts';
import { listBlockedNumbers, listDids, replaceBlockedNumbers, replaceDids } from '../../db/dids.ts';
import { lockInstitute } from '../../db/institutes.ts';
import type { Db, Pool } from '../../db/pool.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { changesBetween } from '../../domain/settings/merge.ts';
import { numbersSettings, withKeys, type NumbersSettings } from '../../domain/settings/numbers.ts';
import { readPut } from '../../domain/settings/put.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { patchBody } from '../patch-body.ts';
import { invalidRequest } from '../problem.ts';

const schema = numbersSettings.meta({ id: 'Numbers' });

const readNumbers = async (db: Db, instituteId: InstituteId): Promise<NumbersSettings> => {
  const dids = await listDids(db, instituteId);
  const blocked = await listBlockedNumbers(db, instituteId);
  return {
    dids: dids.map(({ numberKey: _key, ...did }) => did),
    blocked: blocked.map(({ number }) => ({ number })),
  };
};

/** The institute's virtual numbers and the numbers it does not want to hear from. */
export const numbersRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/numbers',
      summary: 'DIDs and blocked numbers.',
      access: 'configure_calling',
      responses: { 200: schema },
    },
    async ({ viewer }) => ({ status: 200, body: await readNumbers(db, viewer.instituteId) }),
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/settings/numbers',
      summary: 'Change DIDs or blocked numbers; a list that is sent replaces the one there is.',
      access: 'configure_calling',
      body: patchBody(numbersSettings),
      responses: { 200: schema },
    },
    async ({ viewer: { instituteId, counsellorId, country }, body }) => {
      return await db.transaction(async (tx) => {
        await lockInstitute(tx, instituteId);
        const before = await readNumbers(tx, instituteId);
        const put = readPut(numbersSettings, before, body, []);
        if (!put.ok) throw invalidRequest(put.errors);
        const dids = withKeys('dids', put.value.dids, country);
        const blocked = withKeys('blocked', put.value.blocked, country);
        if (!dids.ok) throw invalidRequest(dids.errors);
        if (!blocked.ok) throw invalidRequest(blocked.errors);
        const changes = changesBetween(before, put.value);
        if (changes !== null) {
          await replaceDids(tx, instituteId, dids.items);
          await replaceBlockedNumbers(tx, instituteId, blocked.items);
          await recordAudit(tx, {
            instituteId,
            byId: counsellorId,
            action: 'numbers.change',
            target: 'numbers',
            changes,
          });
        }
        return { status: 200, body: put.value };
      });
    },
  ),
];
