import { randomUUID } from 'node:crypto';
import type { WorkflowClient } from '@temporalio/client';
import { startTatatelExchange } from '../../simulator/tatatel/server.ts';
import { letPass } from '../resilience/clock.ts';
import { untilDelivered } from '../resilience/ledger.ts';
import { ASHA, script, sendUntilAnswered, type Request } from '../resilience/vendor.ts';
import { openReceiver, subscribe } from '../outside/webhook-receiver.ts';
import { ask, eventually, type Stage } from '../spine/stage.ts';

/** A workflow run that happened; the name tells what happened in it. */
export interface Run {
  readonly name: string;
  readonly workflowId: string;
  readonly runId: string;
}

/** The shortest there is: a missed call closes this long after its end. */
const RING_SECONDS = 5;
/** Beyond the ten minutes of an unclaimed question. */
const LONG_SECONDS = 700;

/** A call without one is not closed before its vendor was asked for it three times, within an hour. */
const RECORDING = 'https://vendor.test/recording.mp3';

/** What the stage of `representativeRuns` needs. */
export const STAGE_VARIABLES = { SWEEP_OVERDUE_SECONDS: '1', WEBHOOK_RETRY_SECONDS: '1,1' };

/** Has one call of each kind, and an event for a webhook, happen and run to its end: about 25 s. */
export async function representativeRuns(stage: Stage, workflow: WorkflowClient): Promise<readonly Run[]> {
  const runs: Run[] = [];
  const [asha, chitra] = await Promise.all([stage.signIn('asha@demo.test'), stage.signIn('chitra@demo.test')]);
  /** Each fact wakes the workflow by itself, as in life, where seconds lie between them. */
  const tell = async (requests: readonly Request[]): Promise<void> => {
    for (const request of requests) {
      await sendUntilAnswered(stage.url, request);
      await untilDelivered(stage.db);
    }
  };
  const keep = async (name: string, callId: string): Promise<void> => {
    const workflowId = `call-${callId}`;
    const { runId } = await workflow.getHandle(workflowId).describe();
    await workflow.getHandle(workflowId, runId).result();
    runs.push({ name, workflowId, runId });
  };
  const note = async (by: typeof asha, id: string): Promise<string> => {
    const call = await stage.call(id);
    const { status } = await by.call('POST', `/v1/leads/${call.lead.id}/notes`, { text: 'Wants the prospectus', callId: call.id });
    if (status !== 201) throw new Error(`The note was refused with ${status}`);
    return call.id;
  };

  await stage.configure({ times: { ringSeconds: RING_SECONDS } });
  await tell(script('question', '9849000001', 'missed_by_two').requests.slice(0, 1));
  const admin = await stage.admin();
  const { body: questions } = await admin.call('GET', '/v1/calls?state=routing&search=question');
  await letPass(stage.db, LONG_SECONDS);
  await keep('routing-only', questions.items[0].id);

  await tell(script('missed', '9849000002', 'missed_by_two').requests);
  await keep('routed-two-offers-missed', (await stage.call('missed')).id);

  await tell(script('answered', '9849000003', 'answered_by_second').requests);
  await keep('answered-wrapped-up', await note(chitra, 'answered'));

  await tell(script('again', '9849000004', 'answered_by_first').requests);
  await keep('reopened-before', await note(asha, 'again'));
  const corrected: Request = {
    name: 'ivrCallBackDetails',
    fields: { call_id: 'again', applicant_no: '9849000004', agent_no: ASHA, status: '1', call_duration: '95' },
  };
  await tell([corrected]);
  await keep('reopened-after', (await stage.call('again')).id);

  const vendor = await startTatatelExchange();
  const { email, password } = vendor.exchange.options;
  await stage.configure({ vendorSettings: { apiUrl: vendor.url, email, password }, times: { callBackSeconds: 1 } });
  const [rings] = script('reconciled', '9849000005', 'answered_by_first').requests;
  vendor.exchange.addRecord({
    callId: 'reconciled', direction: 'inbound', customer: '+919849000005', did: '', status: 'answered', agent: `+91${ASHA}`,
    startedAt: Date.now(), endedAt: Date.now(), answeredSeconds: 42, recordingUrl: RECORDING,
  });
  if (rings) await tell([rings]);
  await keep('reconciled', await note(asha, 'reconciled'));

  await stage.configure({ times: { callBackSeconds: 300 } });
  const click = async (): Promise<{ id: string; number: string }> => {
    const { body: leads } = await asha.call('GET', '/v1/leads?search=Riya');
    const headers = { cookie: asha.cookie, 'idempotency-key': randomUUID() };
    const { body } = await ask(`${stage.url}/v1/calls`, 'POST', { leadId: leads.items[0].id, via: 'cloud' }, headers);
    return body.call;
  };
  const ends = async ({ id, number }: { id: string; number: string }): Promise<void> => {
    const fields = { custom_identifier: id, applicant_no: number, agent_no: ASHA, status: '1', call_duration: '30', resource_url: RECORDING };
    await tell([{ name: 'ivrCallBackDetails', fields }]);
    await asha.call('POST', `/v1/calls/${id}/notes`, { text: 'Wants the prospectus' });
  };
  vendor.exchange.retryAt = Date.now() + 2000;
  vendor.exchange.failNext('too_many_requests', 1, '/v1/click_to_call');
  const again = await click();
  await eventually(async () => vendor.exchange.placed.find(({ customIdentifier }) => customIdentifier === again.id) ?? null);
  await ends(again);
  await keep('clicked-dialled-again', again.id);

  vendor.exchange.failNext('server_error', 1, '/v1/click_to_call');
  const unclear = await click();
  const asked = () => vendor.exchange.requests.filter(({ path }) => path === '/v1/live_calls').length;
  const before = asked();
  await eventually(async () => (asked() >= before + 2 ? true : null));
  await ends(unclear);
  await keep('clicked-unclear', unclear.id);
  await vendor.stop();
  runs.push(await sentAtTheSecondTry(stage, workflow));
  return runs;
}

/** An event whose receiver is down at first. */
async function sentAtTheSecondTry(stage: Stage, workflow: WorkflowClient): Promise<Run> {
  const receiver = await openReceiver();
  const admin = await stage.admin();
  const { id, path } = await subscribe(admin, receiver, ['lead.created']);
  receiver.answers(path, (response) => {
    response.writeHead(receiver.messages.length === 1 ? 500 : 204).end();
  });
  await admin.call('POST', '/v1/leads', { name: 'Told Of', phones: [{ number: '9849000009' }] });
  await receiver.received(path, 'lead.created', 2);
  const workflowId = `outgoing-${id}`;
  const { runId } = await workflow.getHandle(workflowId).describe();
  await workflow.getHandle(workflowId, runId).result();
  await receiver.stop();
  return { name: 'outgoing-tried-again', workflowId, runId };
}
