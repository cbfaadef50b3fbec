import type { PostgresAccess } from '../postgres/server.ts';

/** Ports of one Temporal server; membership ones must be ≤ 32767. */
export interface TemporalPorts {
  readonly frontend: number;
  readonly http: number;
  readonly history: number;
  readonly matching: number;
  readonly worker: number;
  readonly membership: readonly [frontend: number, history: number, matching: number, worker: number];
}

/** How many ports a server takes. */
export const temporalPortCount = 9;

/** Names the ports of a list of `temporalPortCount`. */
export function asTemporalPorts(ports: readonly number[]): TemporalPorts {
  const [frontend = 0, http = 0, history = 0, matching = 0, worker = 0, a = 0, b = 0, c = 0, d = 0] = ports;
  return { frontend, http, history, matching, worker, membership: [a, b, c, d] };
}

export interface TemporalDatabases {
  readonly postgres: PostgresAccess;
  readonly main: string;
  readonly visibility: string;
}

const local = '127.0.0.1';
/** Fixed for the life of a database; four are plenty for one machine and keep the server's polling low. */
const historyShards = 4;

/** The server's configuration: all four services in one process, on 127.0.0.1, without metrics and archival. */
export function serverConfig(ports: TemporalPorts, databases: TemporalDatabases, dynamicConfigFile: string): unknown {
  const store = (databaseName: string, maxConns: number): unknown => ({
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: `${local}:${databases.postgres.port}`,
      connectProtocol: 'tcp',
      user: databases.postgres.user,
      password: databases.postgres.password,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  });
  const service = (grpcPort: number, membershipPort: number, more: object = {}): unknown => ({
    rpc: { grpcPort, membershipPort, bindOnIP: local, ...more },
  });
  const [frontend, history, matching, worker] = ports.membership;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'main',
      visibilityStore: 'visibility',
      numHistoryShards: historyShards,
      datastores: { main: store(databases.main, 20), visibility: store(databases.visibility, 6) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: local } },
    services: {
      frontend: service(ports.frontend, frontend, { httpPort: ports.http }),
      history: service(ports.history, history),
      matching: service(ports.matching, matching),
      worker: service(ports.worker, worker),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `${local}:${ports.frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    namespaceDefaults: { archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } } },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '60s' },
  };
}

/**
 * Without the first, a search attribute just added fails for up to 0.85 s. One partition for each task queue, in place of
 * four: each costs polls and a lease whether used or not, and one serves far more than a machine with all on it can.
 */
export const dynamicConfig = {
  'system.forceSearchAttributesCacheRefreshOnRead': [{ value: true }],
  'matching.numTaskqueueReadPartitions': [{ value: 1 }],
  'matching.numTaskqueueWritePartitions': [{ value: 1 }],
} as const;

/** The Web UI's configuration. */
export function uiConfig(port: number, temporalAddress: string, namespace: string): unknown {
  return {
    host: local,
    port,
    temporalGrpcAddress: temporalAddress,
    enableUi: true,
    defaultNamespace: namespace,
    showTemporalSystemNamespace: false,
    disableNewsFetch: true,
    cors: { allowOrigins: [`http://${local}:${port}`, `http://localhost:${port}`] },
    auth: { enabled: false },
  };
}
