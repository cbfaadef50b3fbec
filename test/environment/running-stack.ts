import { z } from 'zod';
import { postgresAccess, type PostgresAccess } from '../../dev/postgres/server.ts';

const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address'), address: z.string() }),
  z.object({ kind: z.literal('command'), executable: z.string() }),
  z.object({
    kind: z.literal('built'),
    binaries: z.object({ server: z.string(), sqlTool: z.string(), ui: z.string() }),
  }),
]);

const schema = z.object({
  /** Folder of this run: data, logs, the workflow bundle. */
  folder: z.string(),
  postgres: z.object({ port: z.number(), password: z.string() }),
  temporalAddress: z.string(),
  temporalSource: source,
  /** File of the bundled workflows, null while there is no workflows/index.ts. */
  workflowBundle: z.string().nullable(),
});

/** What global-setup.mts started, as every test file may know it. */
export type RunningStack = z.infer<typeof schema>;

const variable = 'CALLTHREAD_TEST_STACK';

/** Tells the test files, whose processes inherit the environment. */
export function announce(stack: RunningStack): void {
  process.env[variable] = JSON.stringify(stack);
}

/** The stack of this test run. Throws in a test of the `rules` project of jest.config.js, which has none. */
export function runningStack(): RunningStack {
  const text = process.env[variable];
  if (text === undefined)
    throw new Error('This test needs Postgres or Temporal: move it out of the folders that jest.config.js calls pure.');
  return schema.parse(JSON.parse(text));
}

/** The run's Postgres. */
export function testPostgres(): PostgresAccess {
  const { port, password } = runningStack().postgres;
  return postgresAccess(port, password);
}
