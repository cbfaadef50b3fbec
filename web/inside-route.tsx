import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { meQuery, sessionQuery } from './api/queries.ts';
import { RequestProblem } from './api/request.ts';
import { Shell } from './shell/shell.tsx';

/** A field of the address as its text; the router reads one like `hour=9` as a number. */
const text = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The fields that are set: an address carries no empty ones. */
export const readSearch = <K extends string>(
  search: Record<string, unknown>,
  names: readonly K[],
): { readonly [name in K]?: string } =>
  // Built of exactly these names.
  Object.fromEntries(
    names.flatMap((name) => (text(search[name]) === undefined ? [] : [[name, text(search[name])]])),
  ) as { [name in K]?: string };

export const rootRoute = createRootRouteWithContext<{ readonly queries: QueryClient }>()({ component: Outlet });

/** Everything behind the door. */
export const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(sessionQuery);
      await context.queries.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof RequestProblem) || error.status !== 401) throw error;
      // oxlint-disable-next-line typescript/only-throw-error -- the router's own way out
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    }
  },
});
