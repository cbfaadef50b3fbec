import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The three programs of a Temporal server with its Web UI, built by build.ts. */
export interface TemporalBinaries {
  readonly server: string;
  readonly sqlTool: string;
  readonly ui: string;
}

/** Where the programs stand once built. */
export function binariesIn(folder: string): TemporalBinaries {
  return {
    server: join(folder, 'temporal-server'),
    sqlTool: join(folder, 'temporal-sql-tool'),
    ui: join(folder, 'temporal-ui'),
  };
}

/** Whether all three are there. */
export function areBuilt(binaries: TemporalBinaries): boolean {
  return existsSync(binaries.server) && existsSync(binaries.sqlTool) && existsSync(binaries.ui);
}
