import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LocalFolder } from './local-folder.ts';
import { FolderInUse, lockFolder } from './lock.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'callthread-folder-'));
});
afterEach(() => {
  rmSync(path, { recursive: true });
});

describe('the folder of a local stack', () => {
  test('keeps its secrets from start to start, for its owner’s eyes only', () => {
    const first = new LocalFolder(path).secrets();
    expect(new LocalFolder(path).secrets()).toEqual(first);
    expect(statSync(join(path, 'secrets.json')).mode & 0o077).toBe(0);
  });

  test('keeps its ports while they are free, and takes others when one is not', async () => {
    const folder = new LocalFolder(path);
    const first = await folder.ports();
    expect(await folder.ports()).toEqual(first);
    expect(Math.max(...first.temporal.membership)).toBeLessThanOrEqual(32_767);

    const somebody = createServer().listen(first.temporal.frontend, '127.0.0.1');
    await once(somebody, 'listening');
    const second = await folder.ports();
    expect(second.temporal.frontend).not.toBe(first.temporal.frontend);
    somebody.close();
  });

  test('serves one stack at a time', async () => {
    // Looks like another launcher in the table of processes.
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', 'dev/start.ts'], {
      stdio: 'ignore',
    });
    await once(other, 'spawn');
    const lock = join(path, 'lock');
    writeFileSync(lock, String(other.pid));
    expect(() => lockFolder(lock)).toThrow(FolderInUse);

    other.kill('SIGKILL');
    await once(other, 'exit');
    const unlock = lockFolder(lock);
    unlock();
    expect(lockFolder(lock)).toBeInstanceOf(Function);
  });

  test('is not blocked by the lock of a killed stack whose number somebody else has by now', () => {
    const lock = join(path, 'lock');
    writeFileSync(lock, String(process.ppid));
    expect(lockFolder(lock)).toBeInstanceOf(Function);
  });
});
