import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { rotate } from './process/log-file.ts';
import { freePorts, isFree } from './process/ports.ts';
import { asTemporalPorts, temporalPortCount, type TemporalPorts } from './temporal/config.ts';

const secretsSchema = z.object({
  postgresPassword: z.string(),
  /** SECRET_KEYS of this stack; losing it loses the stored credentials. */
  secretKeys: z.string(),
  /** The demo institute's token in plain text: the database keeps only its hash. */
  demoToken: z.string(),
});
const portsSchema = z.object({ postgres: z.number(), temporal: z.array(z.number()).length(temporalPortCount) });

/** What a stack keeps for its next start, beside the data of Postgres and Temporal. */
export type LocalSecrets = z.infer<typeof secretsSchema>;

export interface LocalPorts {
  readonly postgres: number;
  readonly temporal: TemporalPorts;
}

/** The folder of one local stack (`LOCAL_DIR`). */
export class LocalFolder {
  readonly path: string;

  /** Makes it where there is none. */
  constructor(path: string) {
    this.path = path;
    mkdirSync(join(path, 'log'), { recursive: true });
  }

  /** The file of a process's output, with room in it for a new run. */
  logFile(name: string): string {
    const file = join(this.path, 'log', `${name}.log`);
    rotate(file);
    return file;
  }

  folder(name: string): string {
    return join(this.path, name);
  }

  /** The secrets of this stack, made at its first start. Only this user can read the file. */
  secrets(): LocalSecrets {
    const made = {
      postgresPassword: randomBytes(16).toString('hex'),
      secretKeys: `local:${randomBytes(32).toString('base64')}`,
      demoToken: randomBytes(16).toString('hex'),
    };
    return this.#kept('secrets.json', secretsSchema, made);
  }

  /** The ports of the last start where they are all free, else others. The same ones keep Temporal's members findable. */
  async ports(): Promise<LocalPorts> {
    const kept = this.#read('ports.json', portsSchema);
    const free =
      kept === null ? [] : await Promise.all([kept.postgres, ...kept.temporal].map(async (port) => isFree(port)));
    if (kept !== null && free.every(Boolean))
      return { postgres: kept.postgres, temporal: asTemporalPorts(kept.temporal) };
    const [postgres = 0, ...temporal] = await freePorts(1 + temporalPortCount);
    this.#write('ports.json', { postgres, temporal });
    return { postgres, temporal: asTemporalPorts(temporal) };
  }

  #kept<T>(name: string, schema: z.ZodType<T>, made: T): T {
    const kept = this.#read(name, schema);
    if (kept === null) this.#write(name, made);
    return kept ?? made;
  }

  #read<T>(name: string, schema: z.ZodType<T>): T | null {
    const file = join(this.path, name);
    return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  }

  /** Whole or not at all: a start that is killed here must not lose the keys. */
  #write(name: string, value: unknown): void {
    const file = join(this.path, name);
    writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}
