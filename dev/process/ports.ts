import { createServer } from 'node:net';

const local = '127.0.0.1';
/** Temporal refuses ports above 32767 for its membership; below 10000 is where other people's servers live. */
const lowest = 10_000;
const highest = 32_700;
const mostTries = 200;

/** Whether nobody listens on the port, tried by listening on it for a moment. */
export async function isFree(port: number, host = local): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/**
 * Finds `count` different free ports between 10000 and 32700. `random` gives numbers in [0, 1).
 * Two stacks that look at the same moment are kept apart by chance, not by a lock.
 */
export async function freePorts(count: number, random: () => number = Math.random): Promise<readonly number[]> {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count; tries += 1) {
    if (tries === mostTries) throw new Error(`No ${count} free ports between ${lowest} and ${highest} on ${local}.`);
    const port = lowest + Math.floor(random() * (highest - lowest));
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}
