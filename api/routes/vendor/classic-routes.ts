import { v7 } from 'uuid';
import type { Context, Middleware } from 'koa';
import { getRawBody } from 'raw-body';
import type { Logger } from '../../../config/log.ts';
import type { Pool } from '../../../db/pool.ts';
import { hashSecret } from '../../../config/secrets.ts';
import { insertRequest, type VendorRequest } from '../../../db/requests.ts';
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
  addressNotAllowed, bodyTooLarge, brokenBody, fieldsMissing, institutePlaceholder, invalidSecret, invalidVendor, methodNotAllowed, nobody,
  tooManyRequests, unavailable, vendorNotFound, type VendorAnswer,
} from './answers.ts';
import { admit, type Credential } from './credentials.ts';
import { isAllowed, type Intake } from './intake.ts';
import { Rejections, type Claim } from './rejections.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Longest body that is read, in bytes. */
const LONGEST_BODY = 256 * 1024;

const CLASSIC = /^\/(getCounsellor|ivrCallNotification|ivrCallBackDetails)\/([^/]+)\/([^/]+)\/?$/;
const BY_TOKEN = /^\/webhooks\/v1\/([^/]+)\/(getCounsellor|getOpportunity|ivrCallNotification|ivrCallBackDetails)\/?$/;

export interface ClassicDeps {
  readonly intake: Intake;
  readonly pool: Pool;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** Vendor requests a second and institute. */
  readonly rateLimit: number;
  /** A vendor waits a second; whatever hangs by then, it is told to send again. In ms. */
  readonly answerWithinMs: number;
}

/** Where a request was sent. */
interface Target {
  readonly endpoint: ClassicEndpoint;
  readonly pattern: string;
  /** The institute that the path names, whether there is one or not; null when a token names it. */
  readonly institute: number | null;
  /** The path still says `000` where the institute's number belongs. */
  readonly isPlaceholder: boolean;
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
      isPlaceholder: /^0+$/.test(institute),
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
    isPlaceholder: false,
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
    const answer = await within(deps.answerWithinMs, work, otherwise);
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
    const receivedAt = this.deps.now();
    const requestId = v7() as RequestId; // a UUIDv7, of which this is the kind
    const unread = { ctx, target, requestId, receivedAt, fields: null, claim: claimOf(target.credential(null)) };
    if (ctx.method !== 'GET' && ctx.method !== 'POST') return this.reject(unread, methodNotAllowed);
    if (target.slug !== null && !isVendorSlug(target.slug)) return this.reject(unread, vendorNotFound);
    const read = await readFields(ctx);
    if ('answer' in read) return this.reject(unread, read.answer);

    const isRouting = target.endpoint === 'getCounsellor';
    const secret = shownSecret(read.fields, ctx.get('X-Secret-Key') || undefined);
    const credential = target.credential(secret);
    const source = { ...unread, fields: redact(read.fields, secret), claim: claimOf(credential) };
    const admission = await admit(this.deps.pool, credential, receivedAt);
    if (admission.result === 'wrong_secret') return this.reject(source, target.isPlaceholder ? institutePlaceholder : invalidSecret);
    if (admission.result === 'not_set_up') return this.reject(source, invalidVendor, admission);
    const { institute, account } = admission;
    const at = { instituteId: institute.id, vendor: account.vendor };
    describeRequest(ctx, { institute: institute.id, vendor: account.vendor });
    if (!isAllowed(ctx.ip, account.settings.allowedAddresses)) return this.reject(source, addressNotAllowed, at);
    if (!this.buckets.take(institute.id, receivedAt)) {
      return this.reject(source, isRouting ? nobody('rate_limited') : tooManyRequests, at);
    }
    const parsed = parseClassic(target.endpoint, read.fields, {
      country: institute.country,
      zone: institute.timeZone,
      receivedAt,
    });
    if (!parsed.ok) {
      const answer = fieldsMissing(parsed.message, parsed.errors, isRouting);
      // An authenticated request is always kept, and before it is answered.
      await insertRequest(this.deps.pool, rejected(source, answer, at));
      return answer;
    }
    const kept = requestRow(source, at);
    return await this.deps.intake.handle({ institute, account, heard: parsed.heard, requestId, receivedAt, kept });
  }

  private reject(source: Source, answer: VendorAnswer, at: Place = placeOf(source.target)): VendorAnswer {
    this.rejections.keep(rejected(source, answer, at), source.claim);
    return answer;
  }
}

/** The institute and vendor that a request is kept under. */
interface Place {
  readonly instituteId: number | null;
  readonly vendor: string;
}

/** What the path says, as long as no credential says better; anything may stand in a path. */
function placeOf({ institute, slug }: Target): Place {
  return { instituteId: institute, vendor: (slug ?? '').slice(0, 50) };
}

interface Source {
  readonly ctx: Context;
  readonly target: Target;
  readonly requestId: RequestId;
  readonly receivedAt: EpochMs;
  /** Redacted. */
  readonly fields: Fields | null;
  readonly claim: Claim | null;
}

/** Whose request it would be by its credential alone. */
function claimOf(credential: Credential): Claim | null {
  if (credential.by === 'token') return { by: 'token', hash: hashSecret(credential.token) };
  return credential.secret === null ? null : { by: 'secret', hash: hashSecret(credential.secret) };
}

function requestRow({ ctx, target, requestId, receivedAt, fields }: Source, at: Place) {
  return {
    id: requestId,
    ...at,
    endpoint: target.endpoint,
    receivedAt,
    method: ctx.method,
    contentType: ctx.get('Content-Type').slice(0, 200) || null,
    fields,
  };
}

function rejected(source: Source, { httpStatus, body, outcome }: VendorAnswer, at: Place): VendorRequest {
  const nowhere = { callId: null, factSeq: null, repeatOf: null };
  const { instituteId, vendor } = at;
  return { ...requestRow(source, { instituteId, vendor }), httpStatus, answer: body, outcome, ...nowhere };
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
