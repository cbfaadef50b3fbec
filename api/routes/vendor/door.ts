import type { Context } from 'koa';
import { getRawBody } from 'raw-body';
import type { Logger } from '../../../config/log.ts';
import { correctAnswer, insertRequest } from '../../../db/requests.ts';
import type { Pool } from '../../../db/pool.ts';
import type { EpochMs, RequestId } from '../../../domain/ids.ts';
import { bodyProblems, readBody } from '../../../vendors/classic/body.ts';
import type { Fields } from '../../../vendors/classic/fields.ts';
import { redact, shownSecret } from '../../../vendors/classic/redact.ts';
import { describeRequest } from '../../middleware/request-log.ts';
import {
  addressNotAllowed,
  bodyTooLarge,
  brokenBody,
  institutePlaceholder,
  invalidSecret,
  invalidVendor,
  methodNotAllowed,
  type VendorAnswer,
} from './answers.ts';
import { admit } from './credentials.ts';
import { isAllowed, type Intake } from './intake.ts';
import { Rejections } from './rejections.ts';
import { arrived, claimOf, placeOf, rejected, requestRow, type Place, type Source, type Target } from './target.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Longest body that is read, in bytes. */
const LONGEST_BODY = 256 * 1024;

export interface DoorDeps {
  readonly intake: Intake;
  readonly pool: Pool;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** Vendor requests a second and institute. */
  readonly rateLimit: number;
}

/** Whoever waits for the answer. */
export interface Sender {
  /** When they stop waiting (`performance.now()`). */
  readonly answerBy: number;
  /** Told what was sent, as soon as it is read, and under which id it is kept. */
  readonly onRead: (fields: Fields, id: RequestId) => void;
}

/** Lets vendors' requests in, whatever they speak, in the order of contract 1.2; keeps those that are turned away. */
export class Door {
  private readonly deps: DoorDeps;
  private readonly rejections: Rejections;
  private readonly buckets: TokenBuckets;

  constructor(deps: DoorDeps) {
    this.deps = deps;
    this.rejections = new Rejections(deps.pool, deps.log);
    this.buckets = new TokenBuckets(deps.rateLimit);
  }

  async handle(ctx: Context, target: Target, { answerBy, onRead }: Sender): Promise<VendorAnswer> {
    const { pool, intake, now } = this.deps;
    const receivedAt = now();
    const unread = arrived(ctx, target, receivedAt);
    if (!target.methods.includes(ctx.method)) return this.reject(unread, methodNotAllowed(target.methods));
    if (target.refusal !== null) return this.reject(unread, target.refusal);
    const read = await readFields(ctx, target.mayBeEmpty);
    if ('answer' in read) return this.reject(unread, read.answer);
    onRead(read.fields, unread.requestId);

    const secret = shownSecret(read.fields, ctx.get('X-Secret-Key') || undefined);
    const credential = target.credential(secret);
    const source = { ...unread, fields: redact(read.fields, secret), claim: claimOf(credential) };
    const admission = await admit(pool, credential, receivedAt);
    if (admission.result === 'wrong_secret')
      return this.reject(source, target.isPlaceholder ? institutePlaceholder : invalidSecret);
    if (admission.result === 'not_set_up') return this.reject(source, invalidVendor, admission);
    const { institute, account } = admission;
    const at = { instituteId: institute.id, vendor: account.vendor };
    describeRequest(ctx, { institute: institute.id, vendor: account.vendor });
    if (!isAllowed(ctx.ip, account.settings.allowedAddresses)) return this.reject(source, addressNotAllowed, at);
    if (!this.buckets.take(institute.id, receivedAt))
      return this.reject(source, target.without('rate_limited', read.fields), at);

    const reading = target.read({ method: ctx.method, fields: read.fields, institute, account, receivedAt });
    if (!reading.ok) {
      // An authenticated request is always kept, and before it is answered.
      await insertRequest(pool, rejected(source, reading.answer, at));
      return reading.answer;
    }
    const { requestId } = source;
    return await intake.handle({
      institute,
      account,
      told: reading.told,
      requestId,
      receivedAt,
      answerBy,
      kept: requestRow(source, at),
    });
  }

  /**
   * A request was taken in after its sender was told otherwise: what was said is kept with it, so that the same request,
   * sent again, is known for what it is.
   */
  async correct(id: RequestId, { httpStatus, body }: VendorAnswer): Promise<void> {
    try {
      await correctAnswer(this.deps.pool, { id, httpStatus, answer: body });
    } catch (error) {
      // It stays as it was: at worst the ring it tells of is told of twice.
      this.deps.log.warn({ err: error }, 'what a late request was answered could not be kept');
    }
  }

  private reject(source: Source, answer: VendorAnswer, at: Place = placeOf(source.target)): VendorAnswer {
    this.rejections.keep(rejected(source, answer, at), source.claim);
    return answer;
  }
}

async function readFields(
  ctx: Context,
  mayBeEmpty: boolean,
): Promise<{ readonly fields: Fields } | { readonly answer: VendorAnswer }> {
  const query = new URLSearchParams(ctx.querystring);
  let raw: Buffer = Buffer.alloc(0);
  if (ctx.method === 'POST') {
    try {
      raw = await getRawBody(ctx.req, { limit: LONGEST_BODY, length: ctx.get('Content-Length') || null });
    } catch (error) {
      const tooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
      return { answer: tooLarge ? bodyTooLarge : brokenBody(400, 'Unreadable body') };
    }
  }
  if (mayBeEmpty && query.size === 0 && raw.every((byte) => byte <= 0x20)) return { fields: {} };
  const read = await readBody({ method: ctx.method, contentType: ctx.get('Content-Type') || undefined, raw, query });
  if (read.ok) return { fields: read.fields };
  const { status, message } = bodyProblems[read.problem];
  return { answer: brokenBody(status, message) };
}
