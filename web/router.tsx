import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery, type LeadSearch } from './api/queries.ts';
import { createQueryClient } from './api/query-client.ts';
import { RequestProblem } from './api/request.ts';
import { DeskPage } from './desk/desk-page.tsx';
import { NotFound, PageError } from './shell/page-error.tsx';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** What the browser's tab is called while the page is shown. */
    readonly title?: string;
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The fields that are set: an address carries no empty ones. */
const readSearch = <K extends string>(
  search: Record<string, unknown>,
  names: readonly K[],
): { readonly [name in K]?: string } =>
  // Built of exactly these names.
  Object.fromEntries(
    names.flatMap((name) => (text(search[name]) === undefined ? [] : [[name, text(search[name])]])),
  ) as { [name in K]?: string };

const rootRoute = createRootRouteWithContext<{ readonly queries: QueryClient }>()({ component: Outlet });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
  staticData: { title: 'Sign in' },
  validateSearch: (search: Record<string, unknown>): { readonly to?: string; readonly problem?: string } =>
    readSearch(search, ['to', 'problem']),
});

/** Everything behind the door. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(sessionQuery);
    } catch (error) {
      if (!(error instanceof RequestProblem) || error.status !== 401) throw error;
      // oxlint-disable-next-line typescript/only-throw-error -- the router's own way out
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    }
  },
});

const LEAD_FILTERS = [
  'search',
  'owner',
  'stage',
  'campaign',
  'lastCallOutcome',
  'lastCallDirection',
  'neverCalled',
  'sort',
] as const satisfies readonly (keyof LeadSearch)[];

const routes = rootRoute.addChildren([
  signInRoute,
  insideRoute.addChildren([
    createRoute({ getParentRoute: () => insideRoute, path: '/', component: DeskPage, staticData: { title: 'Desk' } }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/leads',
      component: lazyRouteComponent(() => import('./leads/lead-list-page.tsx'), 'LeadListPage'),
      staticData: { title: 'Leads' },
      validateSearch: (search: Record<string, unknown>): LeadSearch => readSearch(search, LEAD_FILTERS),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/leads/$leadId',
      component: lazyRouteComponent(() => import('./leads/lead-page.tsx'), 'LeadPage'),
      staticData: { title: 'Lead' },
      // The call during which the profile was opened: what is saved counts as saved for it.
      validateSearch: (search: Record<string, unknown>): { readonly call?: string } => readSearch(search, ['call']),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/phone',
      component: lazyRouteComponent(() => import('./phone/phone-page.tsx'), 'PhonePage'),
      staticData: { title: 'Phone' },
    }),
  ]),
]);

/** What was read of the API; an answer that says nobody is signed in leads to the door. */
export const queries: QueryClient = createQueryClient(() => void router.invalidate());

/** The pages by their addresses; a new one needs its line in pages.ts too. */
export const router = createRouter({
  routeTree: routes,
  context: { queries },
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
});
