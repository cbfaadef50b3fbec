import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { callWorkflowId, SEARCH_ATTRIBUTES, WAKE_SIGNAL } from '../../domain/call/messages.ts';
import { eventually, openStage, type Stage } from '../spine/stage.ts';
import { ASHA } from './vendor.ts';

const DIRECTION = defineSearchAttributeKey(SEARCH_ATTRIBUTES.direction, SearchAttributeType.KEYWORD);
const VENDOR = defineSearchAttributeKey(SEARCH_ATTRIBUTES.vendor, SearchAttributeType.KEYWORD);

let stage: Stage;
let connection: Connection;
beforeAll(async () => {
  stage = await openStage();
  connection = await Connection.connect({ address: stage.temporalAddress });
});
afterAll(async () => {
  await connection.close();
  await stage.close();
});

async function workflowOf(vendorCallId: string): Promise<WorkflowHandle> {
  const { id } = await stage.call(vendorCallId, () => true);
  return new Client({ connection, namespace: stage.namespace }).workflow.getHandle(callWorkflowId(id));
}

async function detailsOf(handle: WorkflowHandle): Promise<string> {
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return currentDetails;
}

test.each([
  ['inbound', { call_type: 'inbound' }],
  ['campaign', { call_type: 'campaign' }],
  ['inbound', {}],
])('an operator finds a call that rings by its direction: %s', async (direction, said) => {
  const id = `direction-${direction}-${Object.keys(said).length}`;
  await stage.vendor('ivrCallNotification', { call_id: id, applicant_no: '9812345670', agent_no: ASHA, ...said });
  const handle = await workflowOf(id);
  const { typedSearchAttributes } = await eventually(async () => await handle.describe().catch(() => null));
  expect([typedSearchAttributes.get(DIRECTION), typedSearchAttributes.get(VENDOR)]).toEqual([direction, 'tatatel']);
});

test('a call that is looked at again, with nothing new, still says how often it rang', async () => {
  await stage.vendor('ivrCallNotification', { call_id: 'rung', applicant_no: '9812345671', agent_no: ASHA });
  const handle = await workflowOf('rung');
  await eventually(async () => ((await detailsOf(handle).catch(() => '')).includes('| Rung | once |') ? true : null));
  const before = (await handle.describe()).historyLength;
  await handle.signal(WAKE_SIGNAL);
  await eventually(async () => ((await handle.describe()).historyLength >= before + 4 ? true : null));
  expect(await detailsOf(handle)).toContain('| Rung | once |');
});
