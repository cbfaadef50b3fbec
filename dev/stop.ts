import { runningChildren } from './process/child.ts';

/** Those who use something stop before what they use. */
const order = ['worker', 'api', 'temporal-ui', 'temporal', 'postgres'];

/** Stops every process of this stack in its order, also those that are still starting, and returns when all are gone. */
export async function stopAll(say: (line: string) => void): Promise<void> {
  for (const name of order) {
    const children = runningChildren().filter((child) => child.name === name);
    if (children.length > 0) say(`Stopping ${name}`);
    await Promise.all(children.map(async (child) => child.stop()));
  }
  await Promise.all(runningChildren().map(async (child) => child.stop()));
}
