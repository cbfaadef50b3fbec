import { Client } from 'pg';

/** What comes over a Postgres channel while something is done. */
export const heardOn = async (
  databaseUrl: string,
  channel: string,
  work: () => Promise<void>,
): Promise<readonly string[]> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const heard: string[] = [];
  client.on('notification', ({ payload }) => heard.push(payload ?? ''));
  await client.query(`listen ${channel}`);
  await work();
  // Notifications come before the answer to a later query.
  await client.query('select 1');
  await client.end();
  return heard;
};
