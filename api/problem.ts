import { STATUS_CODES } from 'node:http';
import type { FieldProblem } from '../domain/settings/put.ts';

/**
 * An answer other than the one asked for (RFC 9457). `code` is stable and for
 * programs, `detail` for people: it never carries a number, a name or a secret.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Members beside the standard ones, e.g. `{call}` with `already_on_call`. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    extra: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.extra = extra;
    this.headers = headers;
  }

  /** The body, of type `application/problem+json`. */
  toBody(): Readonly<Record<string, unknown>> {
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...this.extra,
    };
  }
}

/** 400 `invalid_request` with what is wrong where. */
export const invalidRequest = (errors: readonly FieldProblem[]): Problem =>
  new Problem(400, 'invalid_request', 'The request is not as it should be; see errors.', { errors });

/** 404 for an id that is unknown or another institute's: the two can't be told apart. */
export const notFound = (detail = 'There is nothing with this id.'): Problem => new Problem(404, 'not_found', detail);

export const forbidden = (detail = 'You do not have the permission for this.'): Problem =>
  new Problem(403, 'forbidden', detail);

export const notSignedIn = (): Problem => new Problem(401, 'not_signed_in', 'Sign in first.');
