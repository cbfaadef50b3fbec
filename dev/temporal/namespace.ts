import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { readTemporalAccess } from '../../config/temporal.ts';
import { VariableReader } from '../../config/variables.ts';

/** Temporal's numbers for the types of search attributes (temporal.api.enums.v1.IndexedValueType). */
const indexedAs = { keyword: 2, int: 3, keywordList: 7 } as const;

/** What an operator can list calls by. No personal data: ids and words of ours. */
const searchAttributes = {
  Institute: indexedAs.int,
  Vendor: indexedAs.keyword,
  Direction: indexedAs.keyword,
  Outcome: indexedAs.keyword,
  Flag: indexedAs.keywordList,
};

const retention = '7 days';
const withinMs = 30_000;
/** gRPC's ALREADY_EXISTS. */
const alreadyExists = 6;

/**
 * Registers the namespace and its search attributes where they are missing; both may be used at once.
 * Rejects when Temporal does not do it within 30 s.
 */
export async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.withDeadline(Date.now() + withinMs, async () => {
    await connection.workflowService
      .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(retention) })
      .catch(unlessItExists);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.entries(searchAttributes).filter(([name]) => !(name in customAttributes));
    if (missing.length === 0) return;
    await connection.operatorService
      .addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) })
      .catch(unlessItExists);
  });
}

/** Several processes may register at the same time. */
function unlessItExists(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === alreadyExists) return;
  throw error;
}

if (import.meta.main) {
  const read = new VariableReader(process.env);
  const access = readTemporalAccess(read, process.env);
  read.finish();
  const connection = await Connection.connect(access.connection);
  try {
    await ensureNamespace(connection, access.namespace);
    process.stdout.write(`Namespace ${access.namespace} is ready.\n`);
  } finally {
    await connection.close();
  }
}
