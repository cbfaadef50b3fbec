import { Client, Connection, WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';
import { sql } from 'slonik';
import { z } from 'zod';
import { callId } from '../../db/columns.ts';
import { callWorkflowId, CALLS_QUEUE, SEARCH_ATTRIBUTES } from '../../domain/call/messages.ts';
import { BARE_CALLS, MESSAGE, QUESTION } from '../baseline/bare-messages.ts';
import type { Claim } from '../claim.ts';
import { cpuEach, cpuTimes } from '../cpu.ts';
import { figuresOf, median } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { strangerNumber } from '../institute.ts';
import { Desk } from '../load/desk.ts';
import { byCallers, warmUp, type Throughput } from '../load/pace.ts';
import { Vendor } from '../load/vendor.ts';
import { startProduct, type Product } from '../product.ts';
import { startBare, type Bare } from './bare.ts';

const CALLERS = 10;
const ROUNDS = 2;
const ROUND = { callers: CALLERS, warmUpSeconds: 2, seconds: 12 };
/** Before anything is measured, so that both sides have compiled what they do. */
const WARM_UP = { callers: CALLERS, count: 80 };
/**
 * The readings of "a bare workflow": one whose history has the events of ours, whose activities are local, and that of design
 * 10, measured with regular ones.
 */
const HOW = ['local', 'regular'] as const;
/** Histories that are looked at. */
const SAMPLE = 100;
/** A history that has seen all four messages has more events than this. */
const WHOLE = 20;

/** Nothing is given up: at full load a message that went past the workflow would make us look fast. */
const PATIENCE = {
  ROUTE_BUDGET_MS: '900',
  SIGNAL_TIMEOUT_MS: '10000',
  ADVANCE_FALLBACK_MS: '10000',
  RELAY_AFTER_SECONDS: '60',
  ANSWER_WITHIN_MS: '10000',
  INTAKE_CONNECT_MS: '5000',
  INTAKE_STATEMENT_MS: '5000',
};

/**
 * Whole calls a second with 10 at a time: a routing question, two rings, the call back; each message is sent when the
 * one before has had its effect, so that none shares a workflow task. Wrap-up is off, so that a run ends with its call as
 * the bare one does; calls that close by their timer are looked at for their events.
 */
export async function callsClaim(ground: Ground): Promise<readonly Claim[]> {
  const wish = { counsellors: 60, leads: 2000, times: { wrapUpSeconds: 0, ringSeconds: 5 }, variables: PATIENCE };
  const product = await startProduct(ground, { name: 'calls', ...wish });
  const bare = await startBare(ground, 'calls');
  const desk = await Desk.open(product.url, product.institute.counsellors);
  const vendor = new Vendor(product.url);
  const { postgres, temporal } = ground;

  const cost = async (children: Parameters<typeof cpuTimes>[0], round: () => Promise<Throughput>) => {
    const before = cpuTimes(children);
    const measured = await round();
    // The calls of the warm-up cost as much.
    const calls = measured.perSecond * (ROUND.warmUpSeconds + ROUND.seconds);
    return { ...measured, cpu: cpuEach(before, cpuTimes(children), calls) };
  };
  type Cost = Awaited<ReturnType<typeof cost>>;
  const ours: Cost[] = [];
  const theirs = { local: [] as Cost[], regular: [] as Cost[] };
  await warmUp(WARM_UP, async (n) => await wholeCall({ product, desk, vendor }, `warm-${n}`, 800_000 + n, 'Answered'));
  for (const how of HOW) await warmUp(WARM_UP, async (n) => await bareCall(bare, BARE_CALLS[how], `warm-${how}-${n}`));
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(
      await cost(
        [product.api, product.worker, postgres, temporal],
        async () =>
          await byCallers(
            ROUND,
            async (n) =>
              await wholeCall({ product, desk, vendor }, `call-${round}-${n}`, round * 100_000 + n, 'Answered'),
          ),
      ),
    );
    for (const how of HOW) {
      theirs[how].push(
        await cost(
          [bare.worker, postgres, temporal],
          async () =>
            await byCallers(ROUND, async (n) => await bareCall(bare, BARE_CALLS[how], `bare-${how}-${round}-${n}`)),
        ),
      );
    }
  }
  await Promise.all(
    Array.from(
      { length: 5 },
      async (_, n) => await wholeCall({ product, desk, vendor }, `missed-${n}`, 900_000 + n, 'Missed'),
    ),
  );
  const events = await historyEvents(ground, product);
  desk.close();
  vendor.close();
  await bare.stop();
  await product.stop();

  const seriesOf = (name: string, rounds: readonly Cost[]) => ({
    name,
    times: rounds.flatMap((round) => round.times),
    perSecond: median(rounds.map((round) => round.perSecond)),
  });
  const callthread = seriesOf('Callthread', ours);
  const bares = {
    local: seriesOf('bare workflow with the events of ours: update, 3 signals, 4 local activities, …', theirs.local),
    regular: seriesOf('bare workflow as in design 10: update, 3 signals, 4 regular activities', theirs.regular),
  };
  const rounds = { ours, 'bare, local': theirs.local, 'bare, regular': theirs.regular };
  return [
    {
      title: `calls: whole calls (routing question, two rings, call back, settled), ${CALLERS} at a time`,
      ours: [callthread],
      baseline: bares.local,
      otherBaselines: [bares.regular],
      aims: [
        ...HOW.map((how) => ({
          name: `whole calls against the bare Temporal rate, ${how} activities`,
          measured: callthread.perSecond / bares[how].perSecond,
          wanted: 0.8,
          is: 'at least' as const,
          unit: '',
        })),
        {
          name: 'history events of a routed call with two offers',
          measured: events.most,
          wanted: 40,
          is: 'at most',
          unit: '',
        },
      ],
      notes: [
        `history events a call: ${events.middle} in the middle, ${events.most} at most (${events.count} calls, those that closed by their timer among them)`,
        `of ${events.looked} calls looked at, ${events.looked - events.count} had messages that went past their workflow: it was too slow, and the API did its work`,
        ...Object.entries(rounds).map(
          ([name, all]) =>
            `rounds, ${name}: ${all.map(({ perSecond }) => perSecond.toFixed(1)).join(', ')} calls a second`,
        ),
        ...Object.entries(rounds).flatMap(([name, all]) => all.at(-1)?.cpu?.replace(/^/, `${name}: `) ?? []),
      ],
    },
  ];
}

/** What ours is found by from its start. */
const ATTRIBUTES: SearchAttributePair[] = [
  {
    key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.institute, SearchAttributeType.INT),
    value: 1,
  },
  { key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.vendor, SearchAttributeType.KEYWORD), value: 'tatatel' },
  { key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.direction, SearchAttributeType.KEYWORD), value: 'inbound' },
];

interface Floor {
  readonly product: Product;
  readonly desk: Desk;
  readonly vendor: Vendor;
}

async function wholeCall(
  { product, desk, vendor }: Floor,
  id: string,
  n: number,
  result: 'Answered' | 'Missed',
): Promise<void> {
  const { counsellors } = product.institute;
  const [first, second] = [counsellors[n % counsellors.length], counsellors[(n + 7) % counsellors.length]];
  if (!first || !second) throw new Error('There are no counsellors');
  const call = { call_id: id, applicant_no: strangerNumber(n) };
  await vendor.ask(call);
  for (const counsellor of [first, second]) {
    const [at] = await Promise.all([
      desk.shows(counsellor, call.applicant_no, (state) => state === 'open'),
      vendor.ring(call, counsellor.agent),
    ]);
    if (at === null) throw new Error('A card did not come');
  }
  const settled = desk.shows(second, call.applicant_no, (state) => state !== 'open');
  await Promise.all([settled, vendor.report(call, second.agent, result)]);
  if ((await settled) === null) throw new Error('A call did not settle');
}

async function bareCall({ client, ran }: Bare, workflow: string, id: string): Promise<void> {
  const start = {
    workflowId: id,
    taskQueue: CALLS_QUEUE,
    args: [id],
    ...(workflow === BARE_CALLS.local ? { typedSearchAttributes: ATTRIBUTES } : {}),
    workflowIdConflictPolicy: 'USE_EXISTING',
  } as const;
  const startWorkflowOperation = new WithStartWorkflowOperation(workflow, start);
  await client.workflow.executeUpdateWithStart(QUESTION, { args: [], startWorkflowOperation });
  for (const nth of [2, 3, 4]) {
    await Promise.all([
      ran(id, nth),
      client.workflow.signalWithStart(workflow, { ...start, signal: MESSAGE, signalArgs: [] }),
    ]);
  }
}

/** How many events the histories of closed calls have that heard every message; waits for those that close by their timer. */
async function historyEvents({ temporalAddress }: Ground, { db, namespace }: Product) {
  const ids = await db.anyFirst(sql.type(z.object({ id: callId }))`
    (select id from call where vendor_call_id like 'missed-%')
    union all
    (select id from call where vendor_call_id like 'call-%' order by random() limit ${SAMPLE})
  `);
  const connection = await Connection.connect({ address: temporalAddress });
  const { workflow } = new Client({ connection, namespace });
  const lengths = await Promise.all(
    ids.map(async (id) => {
      const handle = workflow.getHandle(callWorkflowId(id));
      try {
        await handle.result();
        return (await handle.describe()).historyLength;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 0;
        throw error;
      }
    }),
  );
  await connection.close();
  const whole = lengths.filter((length) => length > WHOLE);
  const figures = figuresOf(whole);
  if (figures === null) throw new Error('No call went through its workflow');
  return { looked: lengths.length, count: figures.count, middle: figures.p50, most: Math.max(...whole) };
}
