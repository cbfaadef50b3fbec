import { test } from '@jest/globals';
import { openStage } from './stage.ts';
test.each([[false,'127.0.0.1:1'],[false,''],[true,'']])('burst worker %s %s', async (worker, dead) => {
  const stage = await openStage({ worker, variables: dead ? { TEMPORAL_ADDRESS: dead } : {} });
  for (const round of [1, 2, 3]) {
    const began = performance.now();
    const times = await Promise.all(Array.from({ length: 100 }, async (_, i) => {
      const { status } = await stage.vendor('ivrCallNotification', { applicant_no: '973000000' + round, agent_no: '9990947416', call_id: `r${round} ${i}` });
      return [status, performance.now() - began] as const;
    }));
    const t = times.map(([, ms]) => ms).toSorted((a, b) => a - b);
    process.stderr.write(`${worker} ${dead} round ${round}: 503s ${times.filter(([s]) => s !== 200).length}, p10 ${t[10]} p50 ${t[50]}, max ${t[99]}\n`);
    await new Promise((r) => setTimeout(r, 1500));
  }
  await stage.close();
});
