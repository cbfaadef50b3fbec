import { v7 } from 'uuid';
import type { Context } from 'koa';
import { hashSecret } from '../../../config/secrets.ts';
import type { VendorRequest } from '../../../db/requests.ts';
import type { EpochMs, RequestId } from '../../../domain/ids.ts';
import type { Fields } from '../../../vendors/classic/fields.ts';
import type { VendorAnswer } from './answers.ts';
import type { Credential } from './credentials.ts';
import type { Claim } from './rejections.ts';
import type { Reader } from './told.ts';

/** Where a request was sent, and how the dialect that is spoken there takes it. */
export interface Target {
  /** As its requests are kept. */
  readonly endpoint: string;
  readonly pattern: string;
  readonly methods: readonly string[];
  /** The institute that the path names, whether there is one or not; null when a token names it. */
  readonly institute: number | null;
  /** The path still says `000` where the institute's number belongs. */
  readonly isPlaceholder: boolean;
  /** The vendor that the path names, whether there is one or not; null when a token does. */
  readonly slug: string | null;
  /** What is answered since the path leads nowhere; null: it leads to an endpoint. */
  readonly refusal: VendorAnswer | null;
  readonly credential: (secret: string | null) => Credential;
  /** An empty body says nothing, and is no broken one. */
  readonly mayBeEmpty: boolean;
  /**
   * The answer where nothing can be taken: a question is answered "nobody", an event is to be sent again. One that is not
   * kept is never accepted.
   *
   * @param fields as far as they were read; null: they were not, and where questions come it is one
   */
  readonly without: (outcome: 'rate_limited' | 'unavailable', fields: Fields | null) => VendorAnswer;
  readonly read: Reader;
}

/** A request as far as it was read. */
export interface Source {
  readonly ctx: Context;
  readonly target: Target;
  readonly requestId: RequestId;
  readonly receivedAt: EpochMs;
  /** Redacted; null: it could not be read, or was not yet. */
  readonly fields: Fields | null;
  readonly claim: Claim | null;
}

/** A request that has just come. */
export function arrived(ctx: Context, target: Target, receivedAt: EpochMs): Source {
  const requestId = v7() as RequestId; // a UUIDv7, of which this is the kind
  return { ctx, target, requestId, receivedAt, fields: null, claim: claimOf(target.credential(null)) };
}

/** Whose request it would be by its credential alone. */
export function claimOf(credential: Credential): Claim | null {
  if (credential.by === 'token') return { by: 'token', hash: hashSecret(credential.token) };
  return credential.secret === null ? null : { by: 'secret', hash: hashSecret(credential.secret) };
}

/** The institute and vendor that a request is kept under. */
export interface Place {
  readonly instituteId: number | null;
  readonly vendor: string;
}

/** What the path says, as long as no credential says better; anything may stand in a path. */
export function placeOf({ institute, slug }: Target): Place {
  return { instituteId: institute, vendor: (slug ?? '').slice(0, 50) };
}

/** The request as it is kept, without what became of it. */
export function requestRow({ ctx, target, requestId, receivedAt, fields }: Source, at: Place) {
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

/** A request that made nothing, as it is kept. */
export function rejected(
  source: Source,
  { httpStatus, body, outcome }: VendorAnswer,
  { instituteId, vendor }: Place,
): VendorRequest {
  const nowhere = { callId: null, factSeq: null, repeatOf: null };
  return { ...requestRow(source, { instituteId, vendor }), httpStatus, answer: body, outcome, ...nowhere };
}
