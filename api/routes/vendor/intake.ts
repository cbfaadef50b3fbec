import ipaddr from 'ipaddr.js';
import type { Logger } from '../../../config/log.ts';
import { askRouting } from '../../../calls/ask-routing.ts';
import type { CallWorkflows } from '../../../calls/call-workflows.ts';
import type { WorkflowDelivery } from '../../../calls/delivery.ts';
import { takeIn, type CallEvent } from '../../../calls/take-in.ts';
import type { Account, InstituteForVendor } from '../../../db/accounts.ts';
import { insertRequest, type VendorRequest } from '../../../db/requests.ts';
import type { Pool } from '../../../db/pool.ts';
import type { CounsellorId, EpochMs, RequestId } from '../../../domain/ids.ts';
import { route } from '../../../domain/routing/route.ts';
import type { CallBack, ClassicHeard, OpportunityQuestion, PopupRequest, RoutingQuestion } from '../../../vendors/classic/heard.ts';
import { agents, inboundDisabled, nobody, taken, type VendorAnswer } from './answers.ts';
import { findOpportunity } from './opportunity.ts';
import { Rush } from './rush.ts';

/** As many requests as the intake's pool has connections by default, and a little less than a fact waits to be applied. */
const RUSH = { most: 10, longestMs: 250 };

export interface IntakeDeps {
  /** The intake's own pool, with its tight time limits. */
  readonly pool: Pool;
  readonly workflows: CallWorkflows;
  readonly delivery: WorkflowDelivery;
  readonly log: Logger;
  /** How long a routing answer waits for the workflow. */
  readonly routeBudgetMs: number;
}

/** One authenticated request, read. */
export interface ReadRequest {
  readonly institute: InstituteForVendor['institute'];
  readonly account: Account;
  readonly heard: ClassicHeard;
  readonly requestId: RequestId;
  readonly receivedAt: EpochMs;
  /** The request as it is kept, without what became of it. */
  readonly kept: Omit<VendorRequest, 'httpStatus' | 'answer' | 'outcome' | 'callId' | 'factSeq' | 'repeatOf'>;
}

/** Takes classic requests in and answers them: one transaction, then the answer, then the workflow hears of it. */
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
    const { heard } = request;
    switch (heard.kind) {
      case 'routing_question':
        return await this.answerRouting(request, heard);
      case 'opportunity_question':
        return await this.answerOpportunity(request, heard);
      default:
        return await this.takeEvent(request, heard);
    }
  }

  private async takeEvent(request: ReadRequest, heard: PopupRequest | CallBack): Promise<VendorAnswer> {
    const { pool, delivery } = this.deps;
    const { account } = request;
    const event = eventOf(request, heard);
    const { kind } = event.happening;
    const { result, answer } = await pool.transaction(async (tx) => {
      const took = await takeIn(tx, event, account.settings);
      const reply = took.result === 'refused' ? inboundDisabled : taken(kind, took, heard.callIdSent);
      const placed = took.result === 'refused' ? NOWHERE : { callId: took.callId, factSeq: took.seq, repeatOf: took.repeatOf };
      await keep(tx, request, reply, placed);
      return { result: took, answer: reply };
    });
    if (result.result === 'taken') {
      const { instituteId, vendor } = event;
      const { callId, seq } = result;
      this.rush.afterwards(() => delivery.deliver({ instituteId, vendor, callId, seq, kind }));
    }
    return answer;
  }

  private async answerRouting(request: ReadRequest, heard: RoutingQuestion): Promise<VendorAnswer> {
    const { pool } = this.deps;
    const { account, requestId } = request;
    if (!account.settings.inbound.enabled) {
      const answer = nobody('inbound_disabled');
      await keep(pool, request, answer, NOWHERE);
      return answer;
    }
    const placeable = placeableOf(request, heard);
    const { asked, answer } = await pool.transaction(async (tx) => {
      const question = await askRouting(tx, { ...placeable, requestId, flags: heard.flags }, account.settings);
      // The workflow's answer is the same by construction, so it can be kept before it is given.
      const reply = agents(numbersOf(route(question.snapshot), question.agentNumbers));
      await keep(tx, request, reply, { callId: question.callId, factSeq: question.seq, repeatOf: null });
      return { asked: question, answer: reply };
    });
    const fact = { ...placeable, callId: asked.callId, seq: asked.seq, kind: 'routing_asked' as const };
    await this.askWorkflow(fact, requestId, asked);
    return answer;
  }

  /**
   * Has the call's workflow decide, so that the decision stands in its history. What it would say is known
   * already: when it does not answer in time, nothing is lost but the entry, which the relay's signal makes up for.
   */
  private async askWorkflow(
    fact: Parameters<WorkflowDelivery['deliver']>[0],
    requestId: RequestId,
    { seq, snapshot }: Pick<Awaited<ReturnType<typeof askRouting>>, 'seq' | 'snapshot'>,
  ): Promise<void> {
    const { workflows, delivery, log, routeBudgetMs } = this.deps;
    if (delivery.paused) {
      delivery.applyHere(fact);
      return;
    }
    try {
      await workflows.route(fact, requestId, { seq, snapshot }, routeBudgetMs);
      delivery.note(true);
    } catch (error) {
      delivery.note(false);
      log.warn({ err: error, callId: fact.callId }, 'the workflow did not answer a routing question');
      delivery.applyHere(fact);
    }
  }

  private async answerOpportunity(request: ReadRequest, heard: OpportunityQuestion): Promise<VendorAnswer> {
    const { pool } = this.deps;
    const { institute, account } = request;
    const answer = await findOpportunity(pool, {
      instituteId: institute.id,
      vendor: account.vendor,
      numberKey: heard.number,
      includeAlternates: account.settings.inbound.matchAlternateMobile,
    });
    await keep(pool, request, answer, NOWHERE);
    return answer;
  }
}

const NOWHERE = { callId: null, factSeq: null, repeatOf: null };

async function keep(
  db: Parameters<typeof insertRequest>[0],
  { kept }: ReadRequest,
  { httpStatus, body, outcome }: VendorAnswer,
  placed: Pick<VendorRequest, 'callId' | 'factSeq' | 'repeatOf'>,
): Promise<void> {
  await insertRequest(db, { ...kept, httpStatus, answer: body, outcome, ...placed });
}

function placeableOf({ institute, account, receivedAt }: ReadRequest, heard: ClassicHeard) {
  return {
    instituteId: institute.id,
    vendor: account.vendor,
    receivedAt,
    refs: [
      ...(heard.callId === null ? [] : [{ kind: 'vendor_call' as const, ref: heard.callId }]),
      ...(heard.vendorRef === null ? [] : [{ kind: 'vendor_ref' as const, ref: heard.vendorRef }]),
    ],
    reference: heard.reference,
    numberKey: heard.number,
    didKey: heard.did?.key ?? null,
    direction: null,
  };
}

function eventOf(request: ReadRequest, heard: PopupRequest | CallBack): CallEvent {
  const { requestId } = request;
  const agentKey = heard.agent?.key ?? null;
  const event = { ...placeableOf(request, heard), direction: heard.direction, requestId, flags: heard.flags };
  if (heard.kind === 'popup_request') {
    // A classic pop-up request has no stamp of its own, and nobody tells us when the counsellor answers.
    return { ...event, happening: { kind: 'offered', agentKey, stale: false, reportsAnswer: false } };
  }
  const { status, talkSeconds, startedAt, endedAt, recordingUrl } = heard;
  return {
    ...event,
    happening: { kind: 'ended', agentKey, report: { status, talkSeconds, startedAt, endedAt, recordingUrl } },
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
