import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** The folder is in use by another stack. */
export class FolderInUse extends Error {
  readonly code = 'folder_in_use';
}

/**
 * Takes a folder for this process alone: two Postgres on one data folder destroy it. Returns what gives it back.
 * A lock left by a killed process is taken over. Throws FolderInUse.
 */
export function lockFolder(file: string): () => void {
  if (existsSync(file)) {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner !== process.pid && isStack(owner)) {
      throw new FolderInUse(
        `Callthread already runs on this folder, as process ${owner}. Stop it first, or set LOCAL_DIR, PORT and TEMPORAL_UI_PORT for a second one.`,
      );
    }
    rmSync(file, { force: true });
  }
  // 'wx': of two that come at the same moment, one fails here.
  const handle = openSync(file, 'wx');
  writeSync(handle, String(process.pid));
  closeSync(handle);
  return () => {
    rmSync(file, { force: true });
  };
}

/** Whether the process is there and is a launcher, not somebody who was given its number since. */
function isStack(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 2) return false;
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes('dev/start.ts');
  } catch {
    // ps fails for a process that is not there.
    return false;
  }
}
