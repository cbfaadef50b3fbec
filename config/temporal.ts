import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { VariableReader, Variables } from './variables.ts';

/** How to reach Temporal. `connection` suits both `Connection.connect` of the client and `NativeConnection.connect` of the worker. */
export interface TemporalAccess {
  readonly connection: NativeConnectionOptions & { readonly address: string };
  readonly namespace: string;
}

const defaultAddress = '127.0.0.1:7233';
const defaultNamespace = 'callthread';
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+$/;

/**
 * Reads Temporal's standard variables: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`,
 * `TEMPORAL_TLS…`, `TEMPORAL_GRPC_META_…`, and a profile file when `TEMPORAL_CONFIG_FILE` or
 * `TEMPORAL_PROFILE` asks for one. A file at the default place is left alone: a developer's
 * own profile must not send a local stack to somebody's production namespace.
 * @see https://docs.temporal.io/develop/environment-configuration
 */
export function readTemporalAccess(reader: VariableReader, variables: Variables): TemporalAccess {
  const profile = reader.optional('TEMPORAL_PROFILE');
  const wantsFile = profile !== null || reader.optional('TEMPORAL_CONFIG_FILE') !== null;
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: definedOnly(variables),
      disableFile: !wantsFile,
      ...(profile === null ? {} : { profile }),
    });
    const address = connectionOptions.address ?? defaultAddress;
    return {
      connection: {
        ...connectionOptions,
        address,
        // Compressing what never leaves the machine only costs time.
        ...(loopback.test(address) ? { grpcCompression: { codec: 'none' } } : {}),
      },
      namespace: namespace ?? defaultNamespace,
    };
  } catch {
    // The library's own message may quote a key or a certificate.
    reader.problem('TEMPORAL_*', 'cannot be read: see the profile file and the TEMPORAL_TLS_* variables');
    return { connection: { address: defaultAddress }, namespace: defaultNamespace };
  }
}

function definedOnly(variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined || value.trim() === '' ? [] : [[name, value] as const],
    ),
  );
}
