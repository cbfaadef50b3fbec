import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../../config/log.ts';
import { runService } from '../../config/process.ts';

/** A process for process.test.ts that goes wrong in the way its first argument names. */
const [, , way] = process.argv;
const log = createLog('faulty', 'info');
const fault = Object.assign(new Error('no room for +91 98111 22233'), {
  detail: 'Key (name)=(Zenobia) already exists.',
});

await runService(
  async (stopping) => {
    log.info('starting');
    if (way === 'start') throw fault;
    if (way === 'slow start') await sleep(60_000, undefined, { signal: stopping });
    if (way === 'later')
      setImmediate(() => {
        throw fault;
      });
    if (way === 'unhandled') void Promise.reject(fault);
    return { stop: async () => (way === 'stop' ? await Promise.reject(fault) : undefined) };
  },
  log,
  1,
);
