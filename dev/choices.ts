import { resolve } from 'node:path';
import { readTemporalAccess, type TemporalAccess } from '../config/temporal.ts';
import { VariableReader, type Variables } from '../config/variables.ts';

/** What a user of `npm start` may choose, beyond what each process reads itself (config/environment.ts). */
export class Choices {
  /** `PORT`. Default 8080. Where the API answers. Another one for a second stack beside this. */
  readonly port: number;

  /** `HOST`. Default `127.0.0.1`. */
  readonly host: string;

  /** `TEMPORAL_UI_PORT`. Default 8233. Where Temporal's Web UI answers; unused with TEMPORAL_ADDRESS. */
  readonly temporalUiPort: number;

  /** `LOCAL_DIR`. Default `.local`. Data, logs and built programs; one stack at a time uses it. */
  readonly localDir: string;

  /** `DEMO`. Default on. Whether the demo institute is seeded, once. Refused when NODE_ENV=production. */
  readonly demo: boolean;

  /** `DATABASE_URL`. Default none: the embedded Postgres. */
  readonly databaseUrl: string | null;

  /** Whether this stack runs a Temporal server of its own: when `TEMPORAL_ADDRESS` is not set. */
  readonly embedsTemporal: boolean;

  /** `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE` and Temporal's other standard names. Default: own server, namespace `callthread`. */
  readonly temporal: TemporalAccess;

  /** `TEMPORAL_UI_URL`. Default none. The Web UI of a server that is not of this stack. */
  readonly temporalUiUrl: string | null;

  /** `SECRET_KEYS`. Default none: one key is made and kept in LOCAL_DIR. */
  readonly secretKeys: string | null;

  /** `SHUTDOWN_GRACE_SECONDS`. Default 20. What worker and API take to stop; the launcher waits longer than that. */
  readonly shutdownGraceSeconds: number;

  /** Throws EnvironmentError with every problem. `folder` is what a relative LOCAL_DIR starts from. */
  constructor(folder: string, variables: Variables = process.env) {
    const read = new VariableReader(variables);
    this.port = read.integer('PORT', { default: 8080, min: 1, max: 65_535 });
    this.host = read.optional('HOST') ?? '127.0.0.1';
    this.temporalUiPort = read.integer('TEMPORAL_UI_PORT', { default: 8233, min: 1, max: 65_535 });
    if (this.port === this.temporalUiPort) read.problem('TEMPORAL_UI_PORT', 'must differ from PORT');
    this.localDir = resolve(folder, read.optional('LOCAL_DIR') ?? '.local');
    this.demo = read.flag('DEMO', true);
    if (this.demo && read.optional('NODE_ENV') === 'production') {
      read.problem('DEMO', 'is on under npm start and refused when NODE_ENV=production: set DEMO=0');
    }
    this.databaseUrl = read.optional('DATABASE_URL');
    this.embedsTemporal = read.optional('TEMPORAL_ADDRESS') === null;
    this.temporal = readTemporalAccess(read, variables);
    this.temporalUiUrl = read.optional('TEMPORAL_UI_URL');
    this.secretKeys = read.optional('SECRET_KEYS');
    this.shutdownGraceSeconds = read.integer('SHUTDOWN_GRACE_SECONDS', { default: 20, min: 0, max: 300 });
    read.finish();
  }
}
