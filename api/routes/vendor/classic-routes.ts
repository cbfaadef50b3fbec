import { v7 } from 'uuid';
import type { Context, Middleware } from 'koa';
import { getRawBody } from 'raw-body';
import type { Logger } from '../../../config/log.ts';
import type { Pool } from '../../../db/pool.ts';
import type { VendorRequest } from '../../../db/requests.ts';
import type { EpochMs, RequestId } from '../../../domain/ids.ts';
import { bodyProblems, readBody } from '../../../vendors/classic/body.ts';
import type { Fields } from '../../../vendors/classic/fields.ts';
import type { ClassicEndpoint } from '../../../vendors/classic/heard.ts';
import { parseClassic } from '../../../vendors/classic/parse.ts';
import { redact, shownSecret } from '../../../vendors/classic/redact.ts';
import { isVendorSlug } from '../../../vendors/registry.ts';
import { describeRequest } from '../../middleware/request-log.ts';
import { within } from '../../within.ts';
import {
  addressNotAllowed, bodyTooLarge, brokenBody, fieldsMissing, invalidSecret, invalidVendor, methodNotAllowed, nobody,
  tooManyRequests, unavailable, vendorNotFound, type VendorAnswer,
} from './answers.ts';
import { admit, type Credential } from './credentials.ts';
import { isAllowed, type Intake } from './intake.ts';
import { Rejections } from './rejections.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Longest body that is read, in bytes. */
const LONGEST_BODY = 256 * 1024;
/** A vendor waits a second; whatever hangs by then, it is told to send again. */
const ANSWER_WITHIN_MS = 850;

const CLASSIC = /^\/(getCounsellor|ivrCallNotification|ivrCallBackDetails)\/([^/]+)\/([^/]+)\/?$/;
const BY_TOKEN = /^\/webhooks\/v1\/([^/]+)\/(getCounsellor|getOpportunity|ivrCallNotification|ivrCallBackDetails)\/?$/;

export interface ClassicDeps {
  readonly intake: Intake;
  readonly pool: Pool;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** Vendor requests a second and institute. */
  readonly rateLimit: number;
}

/** Where a request was sent. */
interface Target {
  readonly endpoint: ClassicEndpoint;
  readonly pattern: string;
  /** The institute that the path names, whether there is one or not; null when a token names it. */
  readonly institute: number | null;
  /** Null when a token names the vendor. */
  readonly slug: string | null;
  readonly credential: (secret: string | null) => Credential;
}

/** Institutes are small integers; `000` left in a URL is none. */
function instituteNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function targetOf(path: string): Target | null {
  const classic = CLASSIC.exec(path);
  if (classic) {
    const [, endpoint, institute = '', vendor = ''] = classic;
    return {
      endpoint: endpoint as ClassicEndpoint, // one of the words of the pattern
      pattern: `/${endpoint}/{institute}/{vendor}`,
      institute: instituteNumber(institute),
      slug: vendor,
      credential: (secret) => ({ by: 'secret', institute: instituteNumber(institute), vendor, secret }),
    };
  }
  const byToken = BY_TOKEN.exec(path);
  if (!byToken) return null;
  const [, token = '', endpoint] = byToken;
  return {
    endpoint: endpoint as ClassicEndpoint, // one of the words of the pattern
    pattern: `/webhooks/v1/{token}/${endpoint}`,
    institute: null,
    slug: null,
    credential: () => ({ by: 'token', token }),
  };
}

/** The classic and new-style vendor endpoints (contract 1), as they are answered row by row in contract 1.2. */
export function classicRoutes(deps: ClassicDeps): Middleware {
  const { log } = deps;
  const handler = new ClassicHandler(deps);
  return async (ctx, next) => {
    const target = targetOf(ctx.path);
    if (!target) {
      await next();
      return;
    }
    const otherwise = target.endpoint === 'getCounsellor' ? nobody('unavailable') : unavailable;
    const work = async (): Promise<VendorAnswer> => {
      try {
        return await handler.handle(ctx, target);
      } catch (error) {
        log.error({ err: error, route: target.pattern }, 'a vendor request could not be taken in');
        return otherwise;
      }
    };
    const answer = await within(ANSWER_WITHIN_MS, work, otherwise);
    describeRequest(ctx, { route: target.pattern, outcome: answer.outcome });
    ctx.status = answer.httpStatus;
    ctx.set(answer.headers ?? {});
    ctx.body = answer.body;
  };
}

class ClassicHandler {
  private readonly deps: ClassicDeps;
  private readonly rejections: Rejections;
  private readonly buckets: TokenBuckets;

  constructor(deps: ClassicDeps) {
    this.deps = deps;
    this.rejections = new Rejections(deps.pool, deps.log);
    this.buckets = new TokenBuckets(deps.rateLimit);
  }

  async handle(ctx: Context, target: Target): Promise<VendorAnswer> {
    if (ctx.method !== 'GET' && ctx.method !== 'POST') return methodNotAllowed;
    if (target.slug !== null && !isVendorSlug(target.slug)) return vendorNotFound;
    const receivedAt = this.deps.now();
    const requestId = v7() as RequestId; // a UUIDv7, of which this is the kind
    const read = await readFields(ctx);
    if ('answer' in read) {
      this.rejections.keep(rejected({ ctx, target, requestId, receivedAt, fields: null }, read.answer));
      return read.answer;
    }

    const isRouting = target.endpoint === 'getCounsellor';
    const secret = shownSecret(read.fields, ctx.get('X-Secret-Key') || undefined);
    const source = { ctx, target, requestId, receivedAt, fields: redact(read.fields, secret) };
    const reject = (answer: VendorAnswer, instituteId = target.institute): VendorAnswer => {
      this.rejections.keep({ ...rejected(source, answer), instituteId });
      return answer;
    };
    const admission = await admit(this.deps.pool, target.credential(secret), receivedAt);
    if (admission.result === 'wrong_secret') return reject(invalidSecret);
    if (admission.result === 'not_set_up') return reject(invalidVendor, admission.instituteId);
    const { institute, account } = admission;
    describeRequest(ctx, { institute: institute.id, vendor: account.vendor });
    if (!isAllowed(ctx.ip, account.settings.allowedAddresses)) return reject(addressNotAllowed, institute.id);
    if (!this.buckets.take(institute.id, receivedAt)) {
      return reject(isRouting ? nobody('rate_limited') : tooManyRequests, institute.id);
    }
    const parsed = parseClassic(target.endpoint, read.fields, {
      country: institute.country,
      zone: institute.timeZone,
      receivedAt,
    });
    if (!parsed.ok) return reject(fieldsMissing(parsed.message, parsed.errors, isRouting), institute.id);
    const kept = { ...requestRow(source, institute.id), vendor: account.vendor };
    return await this.deps.intake.handle({ institute, account, heard: parsed.heard, requestId, receivedAt, kept });
  }
}

interface Source {
  readonly ctx: Context;
  readonly target: Target;
  readonly requestId: RequestId;
  readonly receivedAt: EpochMs;
  /** Redacted. */
  readonly fields: Fields | null;
}

function requestRow({ ctx, target, requestId, receivedAt, fields }: Source, instituteId: number | null) {
  return {
    id: requestId,
    instituteId,
    vendor: target.slug ?? '',
    endpoint: target.endpoint,
    receivedAt,
    method: ctx.method,
    contentType: ctx.get('Content-Type').slice(0, 200) || null,
    fields,
  };
}

function rejected(source: Source, { httpStatus, body, outcome }: VendorAnswer): VendorRequest {
  const nowhere = { callId: null, factSeq: null, repeatOf: null };
  return { ...requestRow(source, source.target.institute), httpStatus, answer: body, outcome, ...nowhere };
}

async function readFields(ctx: Context): Promise<{ readonly fields: Fields } | { readonly answer: VendorAnswer }> {
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
  const read = await readBody({ method: ctx.method, contentType: ctx.get('Content-Type') || undefined, raw, query });
  if (read.ok) return { fields: read.fields };
  const { status, message } = bodyProblems[read.problem];
  return { answer: brokenBody(status, message) };
}
