import { readdirSync, readFileSync } from 'node:fs';
import type { Child } from '../dev/process/child.ts';

/** Of /proc/<pid>/stat: in which ticks of 10 ms Linux counts. */
const TICK_MS = 10;

/** CPU time by process name in ms, so far; empty where there is no /proc. */
export type CpuTimes = ReadonlyMap<string, number>;

/** The CPU time these processes and their children have used, e.g. Postgres with all its backends. */
export function cpuTimes(children: readonly (Child | null)[]): CpuTimes {
  const times = new Map<string, number>();
  const all = processes();
  for (const child of children) {
    if (child === null) continue;
    const { pid } = child.process;
    const own = all.filter((one) => one.pid === pid || one.parent === pid);
    if (own.length > 0)
      times.set(
        child.name,
        own.reduce((sum, { ms }) => sum + ms, 0),
      );
  }
  return times;
}

/** "api 3.1, postgres 4.0 ms": what one piece of work cost, process by process. Null where it can't be known. */
export function cpuEach(before: CpuTimes, after: CpuTimes, pieces: number): string | null {
  if (before.size === 0) return null;
  const each = [...before].map(([name, ms]) => `${name} ${(((after.get(name) ?? ms) - ms) / pieces).toFixed(2)}`);
  return `CPU for each, in ms: ${each.join(', ')}`;
}

function processes(): readonly { readonly pid: number; readonly parent: number; readonly ms: number }[] {
  return list('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const stat = readOrNull(`/proc/${name}/stat`);
    // The command in parentheses may hold anything; what follows it is numbers, the first being field 3.
    const fields =
      stat
        ?.slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number) ?? [];
    const [parent, user, system, deadUser, deadSystem] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
    if (parent === undefined || user === undefined || system === undefined) return [];
    // Backends that ended count with their parent.
    return [{ pid: Number(name), parent, ms: (user + system + (deadUser ?? 0) + (deadSystem ?? 0)) * TICK_MS }];
  });
}

/** Memory a process holds, in MB; null where there is no /proc. */
export function residentMb(child: Child): number | null {
  const status = readOrNull(`/proc/${child.process.pid ?? 0}/status`);
  const kb = /^VmRSS:\s+(\d+)/m.exec(status ?? '')?.[1];
  return kb === undefined ? null : Number(kb) / 1024;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Null for a process that ended a moment ago, or a system without /proc. */
function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
