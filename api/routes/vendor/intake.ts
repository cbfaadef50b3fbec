import ipaddr from 'ipaddr.js';
import type { Logger } from '../../../config/log.ts';
import { askRouting, askRoutingPlainly, type RoutingAsked } from '../../../calls/ask-routing.ts';
import type { CallWorkflows } from '../../../calls/call-workflows.ts';
import type { WorkflowDelivery } from '../../../calls/delivery.ts';
import type { SaidOfCall } from '../../../calls/native-event.ts';
import { takeInPlainly } from '../../../calls/take-in-plainly.ts';
import { takeIn, type TakenIn } from '../../../calls/take-in.ts';
import type { Account, InstituteForVendor } from '../../../db/accounts.ts';
import { insertRequest, type VendorRequest } from '../../../db/requests.ts';
import type { Pool } from '../../../db/pool.ts';
import type { CallId, CounsellorId, EpochMs, RequestId } from '../../../domain/ids.ts';
import { route } from '../../../domain/routing/route.ts';
import type { VendorAnswer } from './answers.ts';
import { findOpportunity } from './opportunity.ts';
import { Rush } from './rush.ts';
import type { Told } from './told.ts';

/** As many requests as the intake's pool has connections by default, and a little less than a fact waits to be applied. */
const RUSH = { most: 10, longestMs: 250 };

/** What is left of a question's time for the way of its answer. */
const TO_ANSWER_MS = 50;

export interface IntakeDeps {
  /** The intake's own pool, with its tight time limits. */
  readonly pool: Pool;
  readonly workflows: CallWorkflows;
  readonly delivery: WorkflowDelivery;
  readonly log: Logger;
  /** The most that a routing answer waits for the workflow. */
  readonly routeBudgetMs: number;
}

/** One authenticated request, read. */
export interface ReadRequest {
  readonly institute: InstituteForVendor['institute'];
  readonly account: Account;
  readonly told: Told;
  readonly requestId: RequestId;
  readonly receivedAt: EpochMs;
  /** When its sender stops waiting for an answer (`performance.now()`). */
  readonly answerBy: number;
  /** The request as it is kept, without what became of it. */
  readonly kept: Omit<VendorRequest, 'httpStatus' | 'answer' | 'outcome' | 'callId' | 'factSeq' | 'repeatOf'>;
}

/** Takes vendors' requests in and answers them, in whatever dialect they came: one transaction, then the answer, then the workflow hears of it. */
export class Intake {
  private readonly deps: IntakeDeps;
  private readonly rush = new Rush(RUSH.most, RUSH.longestMs);

  constructor(deps: IntakeDeps) {
    this.deps = deps;
  }

  async handle(request: ReadRequest): Promise<VendorAnswer> {
    return await this.rush.during(async () => await this.answer(request));
  }

  private async answer(request: ReadRequest): Promise<VendorAnswer> {
    const { told } = request;
    switch (told.kind) {
      case 'routing_question':
        return await this.answerRouting(request, told);
      case 'opportunity_question':
        return await this.answerOpportunity(request, told.numberKey);
      case 'event':
        return await this.takeEvent(request, told);
      default:
        await insertRequest(this.deps.pool, keptOf(request, told.answer));
        return told.answer;
    }
  }

  private async takeEvent(
    request: ReadRequest,
    { call, happenings, answer }: Extract<Told, { kind: 'event' }>,
  ): Promise<VendorAnswer> {
    const { pool, delivery } = this.deps;
    const { account, requestId } = request;
    const { endpoint, fields } = request.kept;
    const sent = { endpoint, fields };
    const event = { ...placeableOf(request, call), requestId, happenings, flags: call.flags, sent };
    const requestOf = (took: TakenIn) => {
      checkTime(request);
      const kept = keptOf(request, answer(took), 'callId' in took ? placeOf(took) : NOWHERE);
      return 'sealed' in took ? { ...kept, fields: null } : kept;
    };
    const took =
      (await pool.connect(async (db) => await takeInPlainly(db, event, account.settings, requestOf))) ??
      (await pool.transaction(async (tx) => {
        const result = await takeIn(tx, event, account.settings);
        await insertRequest(tx, requestOf(result));
        return result;
      }));
    if (took.result === 'taken') {
      const { instituteId, vendor } = event;
      const { callId, seq, kind, direction } = took;
      this.rush.afterwards(() => delivery.deliver({ instituteId, vendor, callId, seq, kind, direction }));
    }
    return answer(took);
  }

  private async answerRouting(
    request: ReadRequest,
    told: Extract<Told, { kind: 'routing_question' }>,
  ): Promise<VendorAnswer> {
    const { pool } = this.deps;
    const { account, requestId } = request;
    if (!account.settings.inbound.enabled) {
      const answer = told.nobody('inbound_disabled');
      await insertRequest(pool, keptOf(request, answer));
      return answer;
    }
    const placeable = { ...placeableOf(request, told.call), direction: null };
    const question = { ...placeable, requestId, flags: told.call.flags };
    // The workflow's answer is the same by construction, so it can be kept before it is given.
    const answerOf = ({ snapshot, agentNumbers, ring }: RoutingAsked) =>
      told.answer({ numbers: numbersOf(route(snapshot), agentNumbers), ring });
    const requestOf = (asked: RoutingAsked) => {
      checkTime(request);
      return keptOf(request, answerOf(asked), placeOf(asked));
    };
    const asked =
      (await pool.connect(async (db) => await askRoutingPlainly(db, question, account.settings, requestOf))) ??
      (await pool.transaction(async (tx) => {
        const result = await askRouting(tx, question, account.settings);
        await insertRequest(tx, requestOf(result));
        return result;
      }));
    const { callId, seq, direction } = asked;
    const fact = { ...placeable, callId, seq, kind: 'routing_asked', direction } as const;
    await this.askWorkflow(fact, request, asked);
    return answerOf(asked);
  }

  /**
   * Has the call's workflow decide, so that the decision stands in its history. What it would say is known
   * already: when it does not answer in time, nothing is lost but the entry, which the relay's signal makes up for.
   */
  private async askWorkflow(
    fact: Parameters<WorkflowDelivery['deliver']>[0],
    { requestId, answerBy }: ReadRequest,
    { seq, snapshot }: Pick<RoutingAsked, 'seq' | 'snapshot'>,
  ): Promise<void> {
    const { workflows, delivery, log, routeBudgetMs } = this.deps;
    // What is known must be said in time, whether the workflow has said it or not.
    const budgetMs = Math.min(routeBudgetMs, answerBy - performance.now() - TO_ANSWER_MS);
    if (delivery.paused || budgetMs <= 0) {
      delivery.applyHere(fact);
      return;
    }
    try {
      await workflows.route(fact, requestId, { seq, snapshot }, budgetMs);
      delivery.note(true);
    } catch (error) {
      delivery.note(false);
      log.warn({ err: error, callId: fact.callId }, 'the workflow did not answer a routing question');
      delivery.applyHere(fact);
    }
  }

  private async answerOpportunity(request: ReadRequest, numberKey: string | null): Promise<VendorAnswer> {
    const { pool } = this.deps;
    const { institute, account } = request;
    const answer = await findOpportunity(pool, {
      instituteId: institute.id,
      vendor: account.vendor,
      numberKey,
      includeAlternates: account.settings.inbound.matchAlternateMobile,
    });
    await insertRequest(pool, keptOf(request, answer));
    return answer;
  }
}

/** What was not done in its time is not done any more. */
class TooLateError extends Error {
  readonly code = 'too_late';
}

/**
 * Looked at last thing before a request is written, on the connection that writes it: its sender was told by then to send
 * it again, and the same request must not count twice.
 */
function checkTime({ answerBy }: Pick<ReadRequest, 'answerBy'>): void {
  if (performance.now() >= answerBy) throw new TooLateError('The request was answered without being taken in');
}

const NOWHERE = { callId: null, factSeq: null, repeatOf: null };

function placeOf({ callId, seq, repeatOf = null }: { callId: CallId; seq: number; repeatOf?: RequestId | null }) {
  return { callId, factSeq: seq, repeatOf };
}

/** The request as it is kept with its answer. */
function keptOf(
  { kept }: ReadRequest,
  { httpStatus, body, outcome }: VendorAnswer,
  placed: Pick<VendorRequest, 'callId' | 'factSeq' | 'repeatOf'> = NOWHERE,
): VendorRequest {
  return { ...kept, httpStatus, answer: body, outcome, ...placed };
}

function placeableOf(
  { institute, account, receivedAt }: ReadRequest,
  { refs, reference, numberKey, didKey, direction }: SaidOfCall,
) {
  return {
    instituteId: institute.id,
    vendor: account.vendor,
    receivedAt,
    refs,
    reference,
    numberKey,
    didKey,
    direction,
  };
}

function numbersOf(ids: readonly CounsellorId[], agentNumbers: ReadonlyMap<CounsellorId, string>): readonly string[] {
  return [...new Set(ids.flatMap((id) => agentNumbers.get(id) ?? []))];
}

/** Whether a vendor's address is among those the institute allows; none listed allows all. */
export function isAllowed(address: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address);
  return allowed.some((entry) => {
    const [network, bits] = entry.includes('/') ? ipaddr.parseCIDR(entry) : [ipaddr.process(entry), null];
    if (network.kind() !== from.kind()) return false;
    return from.match(network, bits ?? (network.kind() === 'ipv4' ? 32 : 128));
  });
}
