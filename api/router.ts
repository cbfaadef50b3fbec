import { Router } from '@koa/router';
import type Koa from 'koa';
import type { Context, Middleware } from 'koa';
import { may, type Viewer } from '../domain/access/viewer.ts';
import type { Authenticate } from './authentication.ts';
import { checkOperator } from './operator.ts';
import type { Access, Endpoint, Reply } from './endpoint.ts';
import { readJsonBody } from './middleware/json-body.ts';
import { describeRequest } from './middleware/request-log.ts';
import { forbidden, notFound, notSignedIn, Problem } from './problem.ts';
import { checkReply } from './reply-check.ts';

export interface RouterParts {
  readonly endpoints: readonly Endpoint[];
  readonly authenticate: Authenticate;
  /** `OPERATOR_KEY`; null: what is the operator's is not there. */
  readonly operatorKey: string | null;
  /** Whether every reply is held against its schema; for tests, where a mismatch is an error. */
  readonly checkReplies: boolean;
}

/** Who asks, once they are known to be allowed to. */
const admit = async (
  ctx: Context,
  access: Access,
  { authenticate, operatorKey }: RouterParts,
): Promise<Viewer | null> => {
  if (access === 'public') return null;
  if (access === 'operator') {
    checkOperator(ctx, operatorKey);
    return null;
  }
  const viewer = await authenticate(ctx);
  if (viewer === null) throw notSignedIn();
  describeRequest(ctx, { institute: viewer.instituteId, counsellor: viewer.counsellorId });
  if (access !== 'signed-in' && !may(viewer, access)) throw forbidden();
  return viewer;
};

const send = (ctx: Context, reply: Reply): void => {
  ctx.body = reply.body ?? null;
  ctx.status = reply.status;
  if (reply.headers !== undefined) ctx.set(reply.headers);
};

const serve = (endpoint: Endpoint, parts: RouterParts): Middleware => {
  const { spec } = endpoint;
  return async (ctx) => {
    describeRequest(ctx, { route: spec.path });
    // What somebody may see is nothing for a cache to keep.
    ctx.set('Cache-Control', 'no-store');
    const viewer = await admit(ctx, spec.access, parts);
    const body = spec.body === undefined ? undefined : await readJsonBody(ctx);
    const reply = await endpoint.run({ params: ctx.params, query: ctx.query, body, viewer, ctx });
    if (reply === null) return;
    if (parts.checkReplies) checkReply(spec, reply);
    send(ctx, reply);
  };
};

/** Answers 405 for a path that is known under other methods, 404 for one that isn't known. */
const refuseUnmatched = (router: Router): Middleware => {
  return (ctx) => {
    const allowed = [...new Set(router.match(ctx.path, ctx.method).path.flatMap(({ methods }) => methods))].toSorted();
    if (allowed.length === 0) throw notFound('There is nothing at this address.');
    throw new Problem(
      405,
      'method_not_allowed',
      'This address does not know this method.',
      {},
      { Allow: allowed.join(', ') },
    );
  };
};

/** Makes the application answer everything that comes this far, by its endpoints or by 404 or 405. */
export const routeEndpoints = (app: Koa, parts: RouterParts): void => {
  const router = new Router({ sensitive: true, exclusive: 'specificity' });
  for (const endpoint of parts.endpoints) {
    const path = endpoint.spec.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.register(path, [endpoint.spec.method], serve(endpoint, parts));
  }
  app.use(router.routes());
  app.use(refuseUnmatched(router));
};
