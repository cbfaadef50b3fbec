import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import setUp from '../environment/global-setup.mts';
import { tearDownAll } from '../environment/teardown-list.ts';
import { openStage } from '../spine/stage.ts';
import { representativeRuns, STAGE_VARIABLES } from './representative.ts';
import { runsOfAccounts } from './vendor-runs.ts';

/**
 * `npm run histories`: has one call of each kind, and the workflows of an account, happen and writes their histories beside this file; `npm run histories --
 * clicked-unclear` writes some. The old ones are worth more: record anew only when a change of the workflow is guarded by
 * `patched()`, and then under further names.
 */
const wanted = process.argv.slice(2);
await setUp({ testPathPatterns: { patterns: ['histories'] } });
const stage = await openStage({ variables: STAGE_VARIABLES });
const connection = await Connection.connect({ address: stage.temporalAddress });
const client = new Client({ connection, namespace: stage.namespace });
const { workflow } = client;
const runs = [...(await representativeRuns(stage, workflow)), ...(await runsOfAccounts(stage, client))];
for (const { name, workflowId, runId } of runs) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const history = await workflow.getHandle(workflowId, runId).fetchHistory();
  await writeFile(join(import.meta.dirname, `${name}.json`), `${historyToJSON(history)}\n`);
  process.stdout.write(`${name}: ${history.events?.length ?? 0} events\n`);
}
await connection.close();
await stage.close();
await tearDownAll();
