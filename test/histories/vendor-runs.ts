import type { Client } from '@temporalio/client';
import { startSweep } from '../../calls/daily-sweep-workflows.ts';
import { streamWorkflowId } from '../../domain/call/stream-messages.ts';
import { sweepWorkflowId } from '../../domain/call/sweep-messages.ts';
import { eventually, type Stage } from '../spine/stage.ts';
import { startKnowlarityExchange } from '../vendors/knowlarity-exchange.ts';
import { nativeLine } from '../vendors/native-line.ts';
import { json, startStub } from '../vendors/stub.ts';
import type { Run } from './representative.ts';

/** The workflows that belong to an account instead of a call: its live events, and a day compared. About 15 s. */
export async function runsOfAccounts(stage: Stage, client: Client): Promise<readonly Run[]> {
  return [await readUntilSwitchedOff(stage, client), await comparedInTwoParts(stage, client)];
}

const ended = async (client: Client, name: string, workflowId: string): Promise<Run> => {
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  await client.workflow.getHandle(workflowId, runId).result();
  return { name, workflowId, runId };
};

/** Refused at first, then open, changed, cut, and no longer wanted. */
async function readUntilSwitchedOff(stage: Stage, client: Client): Promise<Run> {
  const exchange = await startKnowlarityExchange();
  const { configure } = await nativeLine(stage, 'knowlarity');
  exchange.refuseWith = 503;
  const { url } = exchange;
  await configure({ vendorSettings: { apiUrl: url, streamUrl: url, accessKey: 'access', streamKey: 'first-key' } });
  await eventually(async () => await Promise.resolve(exchange.asked.length > 0 ? true : null));
  exchange.refuseWith = null;
  await exchange.untilOpen();
  await configure({ vendorSettings: { streamKey: 'second-key' } });
  await eventually(async () => await Promise.resolve(exchange.open.join() === 'second-key' ? true : null));
  exchange.cut();
  await exchange.untilOpen(0);
  await exchange.untilOpen();
  await configure({ enabled: false });
  const run = await ended(client, 'stream-cut-and-off', streamWorkflowId({ institute: 100, vendor: 'knowlarity' }));
  await exchange.stop();
  return run;
}

/** A day with more calls than the vendor lists at once. */
async function comparedInTwoParts(stage: Stage, client: Client): Promise<Run> {
  const vendor = await startStub();
  vendor.answer = ({ fields }, response) => {
    const hits = Array.from({ length: Number(fields['log_from']) === 0 ? 100 : 1 }, () => ({ _source: {} }));
    json(response, 200, { status: 'success', code: '200', data: { total: 101, hits } });
  };
  const { configure } = await nativeLine(stage, 'myoperator');
  await configure({ vendorSettings: { apiUrl: vendor.url, logsUrl: vendor.url, companyId: 'c', secretToken: 'secret' } });
  const which = { vendor: 'myoperator', day: '2026-01-05' };
  await startSweep(client, { instituteId: 100, ...which }, 5000);
  const run = await ended(client, 'sweep-in-two-parts', sweepWorkflowId({ institute: 100, ...which }));
  await vendor.stop();
  return run;
}
