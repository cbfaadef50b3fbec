import { sql, type SerializableValue } from 'slonik';
import { noRows } from '../../db/columns.ts';
import type { Db } from '../../db/pool.ts';
import type { InstituteId } from '../../domain/ids.ts';

/** An institute in India, with the vendor Smartflo as given. */
export async function buildInstitute(db: Db, id: InstituteId, settings: SerializableValue = {}): Promise<void> {
  await db.query(sql.type(noRows)`insert into institute (id, name) values (${id}, ${`Institute ${id}`})`);
  await db.query(sql.type(noRows)`
    insert into vendor_account (institute_id, vendor, enabled, settings)
    values (${id}, 'tatatel', true, ${sql.jsonb(settings)})
  `);
}
