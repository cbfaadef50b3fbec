import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createPool, type Pool } from '../db/pool.ts';
import { startNodeService } from '../dev/node-service.ts';
import type { Child } from '../dev/process/child.ts';
import { freePorts } from '../dev/process/ports.ts';
import { createOurDatabase, type Ground } from './ground.ts';
import { seedInstitute, type BenchInstitute, type InstituteWish } from './institute.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const STOP_WITHIN_MS = 15_000;

/** The product as in production, API and worker a process each, on a database and namespace of its own. */
export interface Product {
  readonly url: string;
  readonly databaseUrl: string;
  readonly db: Pool;
  readonly namespace: string;
  readonly institute: BenchInstitute;
  readonly api: Child;
  /** Null: none was started. */
  readonly worker: Child | null;
  /** Stops the processes; the database stays until the ground is left. */
  stop(): Promise<void>;
}

export interface ProductWish extends InstituteWish {
  /** Unique in this run; lower-case letters. */
  readonly name: string;
  /** What serves HTTP. Default: the API. */
  readonly entry?: string;
  readonly worker?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Starts the product: about 4 s with its worker. */
export async function startProduct(ground: Ground, wish: ProductWish): Promise<Product> {
  const { name, entry = 'api/main.ts', worker: wantsWorker = true, variables = {} } = wish;
  const databaseUrl = await createOurDatabase(ground, `product_${name}`);
  // Filling a database with a million rows takes longer than the product gives a statement.
  const db = await createPool(databaseUrl, { name: 'callthread-bench', max: 4, statementTimeoutMs: 3_600_000 });
  const institute = await seedInstitute(db, databaseUrl, wish);
  const namespace = `bench-${name}`;
  await ground.createNamespace(namespace);
  const [port = 0] = await freePorts(1);
  const env = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    SECRET_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    TEMPORAL_ADDRESS: ground.temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    SHUTDOWN_GRACE_SECONDS: '2',
    ...variables,
  };
  const worker = wantsWorker
    ? await startProcess(ground, 'worker', 'worker/main.ts', { env, log: `worker-${name}` })
    : null;
  const api = await startProcess(ground, 'api', entry, { env, log: `api-${name}` });
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl,
    db,
    namespace,
    institute,
    api,
    worker,
    stop: async () => {
      await worker?.stop();
      await api.stop();
      await db.end();
    },
  };
}

/** Starts one of our Node processes, or one of the baselines'. */
export async function startProcess(
  ground: Ground,
  name: string,
  entry: string,
  { env, log }: { readonly env: Readonly<Record<string, string>>; readonly log: string },
): Promise<Child> {
  return await startNodeService({
    name,
    entry: `${root}${entry}`,
    env,
    logFile: ground.logFile(log),
    stopWithinMs: STOP_WITHIN_MS,
  });
}
