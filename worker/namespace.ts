import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { readTemporalAccess } from '../config/temporal.ts';
import { VariableReader } from '../config/variables.ts';

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
/** A server that was asked for the namespace before it was there goes on denying it for a moment. */
const registeredPauseMs = 200;

/** gRPC's status codes. */
const grpc = { invalidArgument: 3, notFound: 5, alreadyExists: 6, permissionDenied: 7, unimplemented: 12 } as const;

/**
 * Temporal lets us add no search attributes, and some are not there: it would refuse every workflow of ours. The message
 * names them, for whoever may add them.
 */
export class SearchAttributesMissingError extends Error {
  override readonly name = 'SearchAttributesMissingError';

  constructor(namespace: string, missing: readonly string[], cause: unknown) {
    super(`The namespace ${namespace} lacks the search attributes ${missing.join(', ')}, and we may add none`, {
      cause,
    });
  }
}

/**
 * Registers the namespace and its search attributes where they are missing; both may be used at once. Where others
 * look after search attributes, as in a managed Temporal, it is enough that they are there, or cannot be looked at.
 *
 * Says whether the namespace was there. Rejects when Temporal does not do it in time, and with
 * SearchAttributesMissingError.
 */
export async function ensureNamespace(
  connection: Connection,
  namespace: string,
  withinMs = 30_000,
): Promise<'stood' | 'registered'> {
  const deadline = Date.now() + withinMs;
  return await connection.withDeadline(deadline, async () => {
    const stood = await exists(connection, namespace);
    if (!stood) await register(connection, namespace);
    while (!(await indexes(connection, namespace))) {
      if (Date.now() > deadline)
        throw new Error(`Temporal does not serve the namespace ${namespace} that was registered`);
      await sleep(registeredPauseMs);
    }
    return stood ? 'stood' : 'registered';
  });
}

async function exists({ workflowService }: Connection, namespace: string): Promise<boolean> {
  const described = workflowService.describeNamespace({ namespace }).then(() => true);
  return await described.catch(unless({ [grpc.notFound]: false }));
}

async function register({ workflowService }: Connection, namespace: string): Promise<void> {
  const registered = workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs(retention),
  });
  // Several processes may register at the same time.
  await registered.catch(unless({ [grpc.alreadyExists]: null }));
}

/** Adds the search attributes that are missing; false when the namespace is not served yet. */
async function indexes({ operatorService }: Connection, namespace: string): Promise<boolean> {
  const listed = operatorService.listSearchAttributes({ namespace });
  const found = await listed.catch(
    unless({
      [grpc.notFound]: 'not served',
      [grpc.permissionDenied]: 'hidden',
      [grpc.unimplemented]: 'hidden',
    } as const),
  );
  if (found === 'not served') return false;
  if (found === 'hidden') return true;
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in found.customAttributes));
  if (missing.length === 0) return true;
  try {
    await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) });
  } catch (error) {
    const outcome = unless({
      // By another process, meanwhile.
      [grpc.alreadyExists]: 'added',
      [grpc.notFound]: 'not served',
      [grpc.permissionDenied]: 'refused',
      [grpc.unimplemented]: 'refused',
      // There is no room for more of their type.
      [grpc.invalidArgument]: 'refused',
    } as const)(error);
    const names = missing.map(([name]) => name);
    if (outcome === 'refused') throw new SearchAttributesMissingError(namespace, names, error);
    return outcome === 'added';
  }
  return true;
}

/** What an error of one of these codes comes to; any other is thrown on. */
function unless<T>(values: Readonly<Record<number, T>>): (error: unknown) => T {
  return (error) => {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : null;
    const value = code === null ? undefined : values[code];
    if (value === undefined) throw error;
    return value;
  };
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
