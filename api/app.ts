import Koa, { type Middleware } from 'koa';
import helmet from 'koa-helmet';
import type { Logger } from '../config/log.ts';
import type { Authenticate } from './authentication.ts';
import type { Endpoint } from './endpoint.ts';
import { toProblem } from './error-mapping.ts';
import type { Metrics } from './metrics.ts';
import { problems } from './middleware/problems.ts';
import { requestLog } from './middleware/request-log.ts';
import { sameSite } from './middleware/same-site.ts';
import { routeEndpoints } from './router.ts';

export interface AppParts {
  readonly endpoints: readonly Endpoint[];
  /** What vendors call. It runs before everything of ours that concerns browsers and calls `next` for paths not its own. */
  readonly vendorRoutes?: Middleware;
  /** The pages. Default none: only the API answers. */
  readonly webApp?: Middleware | null;
  readonly authenticate: Authenticate;
  /** `OPERATOR_KEY`, see Environment. Default none: what is the operator's is not there. */
  readonly operatorKey?: string | null;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Whether `X-Forwarded-*` is believed, see Environment. */
  readonly trustProxy: boolean;
  /** Whether replies are held against their schemas: on in tests. */
  readonly checkReplies: boolean;
}

/** The API as a Koa application: `createServer(app.callback())`. */
export const createApp = (parts: AppParts): Koa => {
  const app = new Koa({ proxy: parts.trustProxy });
  // What reaches this is past any answer: a stream that broke while it was sent.
  app.on('error', (error: unknown) => {
    if (toProblem(error) !== 'client-gone') parts.log.error({ err: error }, 'answer broke off');
  });
  app.use(requestLog(parts.log, parts.metrics));
  app.use(problems(parts.log));
  app.use(helmet());
  if (parts.vendorRoutes !== undefined) app.use(parts.vendorRoutes);
  if (parts.webApp) app.use(parts.webApp);
  app.use(sameSite);
  routeEndpoints(app, { ...parts, operatorKey: parts.operatorKey ?? null });
  return app;
};
