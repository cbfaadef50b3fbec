import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'slonik';
import { z } from 'zod';
import { CALLS_QUEUE } from '../../domain/call/messages.ts';
import { demo } from '../../dev/demo-data.ts';
import { BARE_CALL, MESSAGE } from '../baseline/bare-messages.ts';
import type { Claim } from '../claim.ts';
import { cpuEach, cpuTimes } from '../cpu.ts';
import { figuresOf } from '../figures.ts';
import type { Ground } from '../ground.ts';
import type { Counsellor } from '../institute.ts';
import { openDialDesk, type DialDesk } from '../load/dial-desk.ts';
import { atPace, warmUp } from '../load/pace.ts';
import { Vendor } from '../load/vendor.ts';
import { startProduct, type Product } from '../product.ts';
import { startBare } from './bare.ts';

/** Requests of one account leave 350 ms apart, as TataTele wants them: more clicks would measure that queue. */
const PER_SECOND = 2;
const COUNT = 120;
const WARM_UP = { callers: 1, count: 60 };
/** Whatever the warm-up left to do is done by then. */
const AFTERMATH_MS = 2000;
/** A click whose call has not reached the vendor by then never will: it is not dialled later than that. */
const LATEST_MS = 20_000;

/**
 * From a counsellor's click to the vendor being asked for the call, at 2 clicks a second: the click's guards, its
 * transaction, the workflow's start, `dial_sent` written ahead, the request. Each call is talked on and ends before its
 * counsellor clicks again.
 */
export async function clickClaim(ground: Ground): Promise<readonly Claim[]> {
  const product = await startProduct(ground, {
    name: 'click',
    counsellors: 60,
    leads: COUNT + WARM_UP.count,
    times: { wrapUpSeconds: 0 },
    variables: { OUTBOUND_ALLOW: '127.0.0.1' },
  });
  const dialDesk = await openDialDesk();
  await connectAccount(product, dialDesk.url);
  const vendor = new Vendor(product.url);
  const leads = await product.db.any(sql.type(leadRow)`
    select l.id, p.number_key as number
    from lead l
    join lead_phone p on p.institute_id = l.institute_id and p.lead_id = l.id
    where l.institute_id = ${demo.institute.id} and l.call_count = 0
    order by l.id
    limit ${COUNT + WARM_UP.count}
  `);
  const times: number[] = [];
  const call = async (n: number): Promise<number> => {
    const counsellor = product.institute.counsellors[n % product.institute.counsellors.length];
    const lead = leads[n];
    if (!counsellor || !lead) throw new Error('There are too few counsellors or leads');
    const sent = performance.now();
    const id = await click(product.url, counsellor, lead.id);
    const at = await placedInTime(dialDesk, id);
    await vendor.report({ call_id: `at-vendor-${id}`, applicant_no: lead.number }, counsellor.agent, 'Answered');
    return at - sent;
  };
  await warmUp(WARM_UP, async (n) => void (await call(COUNT + n)));
  await sleep(AFTERMATH_MS);
  const processes = [product.api, product.worker, ground.postgres, ground.temporal];
  const before = cpuTimes(processes);
  await atPace({ perSecond: PER_SECOND, count: COUNT }, async (n) => void times.push(await call(n)));
  const cpu = cpuEach(before, cpuTimes(processes), COUNT);
  vendor.close();
  await product.stop();
  await dialDesk.stop();
  return [
    {
      title: `click: a click to call → the vendor is asked, at ${PER_SECOND} clicks a second`,
      ours: [{ name: 'Callthread, whole calls', times, perSecond: null }],
      baseline: {
        name: 'bare signal-with-start → its activity runs',
        times: await bareClicks(ground),
        perSecond: null,
      },
      aims: [
        {
          name: `click to vendor p99 at ${PER_SECOND} clicks a second`,
          measured: figuresOf(times)?.p99 ?? Number.NaN,
          wanted: 250,
          is: 'below',
          unit: ' ms',
        },
      ],
      notes: cpu === null ? [] : [cpu],
    },
  ];
}

const leadRow = z.object({ id: z.string(), number: z.string() });
const clicked = z.object({ call: z.object({ id: z.string() }) });

async function click(url: string, { cookie }: Counsellor, leadId: string): Promise<string> {
  const response = await fetch(`${url}/v1/calls`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ leadId, via: 'cloud' }),
    signal: AbortSignal.timeout(LATEST_MS),
  });
  if (response.status !== 202)
    throw new Error(`A click was answered with ${response.status}: ${await response.text()}`);
  return clicked.parse(await response.json()).call.id;
}

async function placedInTime(dialDesk: DialDesk, id: string): Promise<number> {
  const late = sleep(LATEST_MS, null, { ref: false });
  const at = await Promise.race([dialDesk.placed(id), late]);
  if (at === null) throw new Error('A click never reached the vendor');
  return at;
}

/** Gives the institute's account its log-in, as an administrator does. */
async function connectAccount({ url }: Product, apiUrl: string): Promise<void> {
  const signIn = await ask(`${url}/v1/session`, 'POST', '', { email: demo.admin.email, password: demo.password });
  const cookie = signIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await ask(`${url}/v1/settings/telephony/${demo.vendor}`, 'PUT', cookie, {
    vendorSettings: { apiUrl, email: 'desk@bench.test', password: 'of the bench' },
  });
}

async function ask(url: string, method: string, cookie: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(cookie === '' ? {} : { cookie }) };
  const response = await fetch(url, {
    method,
    headers,
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LATEST_MS),
  });
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} was answered with ${response.status}`);
  return response;
}

/** Times of a signal-with-start of a workflow until its first activity runs, in ms. */
async function bareClicks(ground: Ground): Promise<readonly number[]> {
  const bare = await startBare(ground, 'click');
  const start = async (id: string): Promise<number> => {
    const began = performance.now();
    const ran = bare.ran(id, 1);
    await bare.client.workflow.signalWithStart(BARE_CALL, {
      workflowId: id,
      taskQueue: CALLS_QUEUE,
      args: [id],
      signal: MESSAGE,
      signalArgs: [],
    });
    await ran;
    return performance.now() - began;
  };
  const times: number[] = [];
  await warmUp(WARM_UP, async (n) => void (await start(`warm-${n}`)));
  await atPace({ perSecond: PER_SECOND, count: COUNT }, async (n) => void times.push(await start(`click-${n}`)));
  await bare.stop();
  return times;
}
