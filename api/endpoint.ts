import type { Context } from 'koa';
import type { ZodType } from 'zod';
import type { Permission } from '../domain/access/permissions.ts';
import type { Viewer } from '../domain/access/viewer.ts';
import { problemsOf, type FieldProblem } from '../domain/settings/put.ts';
import { invalidRequest, notFound, type Problem } from './problem.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * Who may call: anybody, whoever runs the machines (`OPERATOR_KEY`), anybody signed in, or whoever holds the permission
 * (its scope is the handler's concern).
 */
export type Access = 'public' | 'operator' | 'signed-in' | Permission;

/** What a handler is given as viewer: nobody where nobody of an institute has signed in. */
export type ViewerOf<A extends Access> = A extends 'public' | 'operator' ? null : Viewer;

export interface EndpointInput<P, Q, B, V> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly viewer: V;
  /** For what the rest doesn't carry: request headers, a response written by hand. */
  readonly ctx: Context;
}

/** An answer. `body` becomes JSON unless it is a stream, buffer or string with its own content type in `headers`. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EndpointSpec<P, Q, B, A extends Access> {
  readonly method: Method;
  /** As OpenAPI writes it: "/v1/leads/{id}". */
  readonly path: string;
  readonly summary: string;
  readonly access: A;
  /** What doesn't fit is 404: an id of another shape is an unknown id. */
  readonly params?: ZodType<P>;
  readonly query?: ZodType<Q>;
  /** Request headers, for the document alone: the handler reads them from `ctx`. */
  readonly headers?: ZodType;
  /** Absent: no body is read. Use strict objects, so that unknown fields are refused. */
  readonly body?: ZodType<B>;
  /** Content type of a body that isn't JSON; the handler reads it by itself (`readTextBody`). */
  readonly consumes?: string;
  /** By status; null has no body. Feeds OpenAPI, and in tests a reply that doesn't match is an error. */
  readonly responses: Readonly<Record<number, ZodType | null>>;
  /** Content type of the answers when it isn't `application/json`; their schemas then only describe. */
  readonly produces?: string;
  /** Other content types in which the same is answered when `Accept` asks for them; the handler sets `Content-Type` then. */
  readonly alsoProduces?: readonly string[];
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly viewer: Viewer | null;
  readonly ctx: Context;
}

/** An endpoint whose types are sealed inside: it takes what HTTP gave and validates it. */
export interface Endpoint {
  readonly spec: EndpointSpec<unknown, unknown, unknown, Access>;
  /** Null: the handler has taken the response over (`ctx.respond = false`). Throws Problem. */
  readonly run: (input: RawInput) => Promise<Reply | null>;
}

const read = <T>(
  schema: ZodType<T> | undefined,
  value: unknown,
  refuse: (errors: readonly FieldProblem[]) => Problem = invalidRequest,
): T => {
  // Without a schema T is undefined and nothing of the value is looked at.
  if (schema === undefined) return undefined as T;
  const result = schema.safeParse(value);
  if (!result.success) throw refuse(problemsOf(result.error));
  return result.data;
};

/** What a query gives: `?owner=&cursor=` is how a form sends filters that nobody filled in. */
const given = (query: unknown): unknown =>
  typeof query === 'object' && query !== null
    ? Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
    : query;

/** One call of the API: what it takes, who may, what it answers, and the handler. */
export const endpoint = <A extends Access, P = undefined, Q = undefined, B = undefined>(
  spec: EndpointSpec<P, Q, B, A>,
  handler: (input: EndpointInput<P, Q, B, ViewerOf<A>>) => Promise<Reply | null>,
): Endpoint => ({
  spec,
  run: async ({ params, query, body, viewer, ctx }) =>
    await handler({
      params: read(spec.params, params, () => notFound()),
      query: read(spec.query, given(query)),
      body: read(spec.body, body),
      // The router lets nobody past `access`: a viewer is there exactly when the endpoint is for somebody signed in.
      viewer: viewer as ViewerOf<A>,
      ctx,
    }),
});
