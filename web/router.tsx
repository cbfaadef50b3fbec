import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { LeadSearch } from './api/queries.ts';
import { createQueryClient } from './api/query-client.ts';
import type { ApplicationSearch } from './applications/queries.ts';
import { DeskPage } from './desk/desk-page.tsx';
import { insideRoute, readSearch, rootRoute } from './inside-route.tsx';
import type { DeliverySearch, LogSearch } from './operations/queries.ts';
import { COUNTED_FIELDS, REPORT_FIELDS, type CountedSearch, type ReportSearch } from './reports/report-search.ts';
import { settingsRoutes } from './settings/routes.ts';
import { NotFound, PageError } from './shell/page-error.tsx';
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

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
  staticData: { title: 'Sign in' },
  validateSearch: (search: Record<string, unknown>): { readonly to?: string; readonly problem?: string } =>
    readSearch(search, ['to', 'problem']),
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./account/reset-password-page.tsx'), 'ResetPasswordPage'),
  staticData: { title: 'New password' },
  validateSearch: (search: Record<string, unknown>): { readonly token?: string } => readSearch(search, ['token']),
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

const APPLICATION_FILTERS = [
  'search',
  'form',
  'status',
  'owner',
] as const satisfies readonly (keyof ApplicationSearch)[];

const LOG_FILTERS = [
  'search',
  'vendor',
  'endpoint',
  'outcome',
  'from',
  'to',
] as const satisfies readonly (keyof LogSearch)[];

const DELIVERY_FILTERS = ['state', 'webhook', 'event'] as const satisfies readonly (keyof DeliverySearch)[];

const routes = rootRoute.addChildren([
  signInRoute,
  resetPasswordRoute,
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
      path: '/applications',
      component: lazyRouteComponent(() => import('./applications/application-list-page.tsx'), 'ApplicationListPage'),
      staticData: { title: 'Applications' },
      validateSearch: (search: Record<string, unknown>): ApplicationSearch => readSearch(search, APPLICATION_FILTERS),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/operations',
      component: lazyRouteComponent(() => import('./operations/operations-page.tsx'), 'OperationsPage'),
      staticData: { title: 'Operations' },
      // Which calls are listed.
      validateSearch: (search: Record<string, unknown>): { readonly show?: string } => readSearch(search, ['show']),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/operations/logs',
      component: lazyRouteComponent(() => import('./operations/logs-page.tsx'), 'LogsPage'),
      staticData: { title: 'Telephony logs' },
      // `entry`: the one that is open, over the list it was found in.
      validateSearch: (search: Record<string, unknown>): LogSearch & { readonly entry?: string } =>
        readSearch(search, [...LOG_FILTERS, 'entry']),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/operations/calls/$callId',
      component: lazyRouteComponent(() => import('./operations/call-story-page.tsx'), 'CallStoryPage'),
      staticData: { title: 'A call' },
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/operations/deliveries',
      component: lazyRouteComponent(() => import('./operations/deliveries-page.tsx'), 'DeliveriesPage'),
      staticData: { title: 'Outgoing events' },
      validateSearch: (search: Record<string, unknown>): DeliverySearch => readSearch(search, DELIVERY_FILTERS),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/team',
      component: lazyRouteComponent(() => import('./team/team-page.tsx'), 'TeamPage'),
      staticData: { title: 'Your team' },
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/account',
      component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
      staticData: { title: 'Your account' },
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/reports',
      component: lazyRouteComponent(() => import('./reports/productivity-page.tsx'), 'ProductivityPage'),
      staticData: { title: 'Productivity' },
      validateSearch: (search: Record<string, unknown>): ReportSearch => readSearch(search, REPORT_FIELDS),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/reports/campaigns',
      component: lazyRouteComponent(() => import('./reports/campaigns-page.tsx'), 'CampaignsPage'),
      staticData: { title: 'Campaigns' },
      validateSearch: (search: Record<string, unknown>): ReportSearch => readSearch(search, REPORT_FIELDS),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/reports/vendors',
      component: lazyRouteComponent(() => import('./reports/vendors-page.tsx'), 'VendorsPage'),
      staticData: { title: 'Vendors' },
      validateSearch: (search: Record<string, unknown>): ReportSearch => readSearch(search, REPORT_FIELDS),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/reports/calls',
      component: lazyRouteComponent(() => import('./reports/calls-page.tsx'), 'CountedCallsPage'),
      staticData: { title: 'Calls' },
      validateSearch: (search: Record<string, unknown>): CountedSearch => readSearch(search, COUNTED_FIELDS),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/board',
      component: lazyRouteComponent(() => import('./reports/board-page.tsx'), 'BoardPage'),
      staticData: { title: 'Live board' },
      validateSearch: (search: Record<string, unknown>): { readonly team?: string } => readSearch(search, ['team']),
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/go-live',
      component: lazyRouteComponent(() => import('./go-live/go-live-page.tsx'), 'GoLivePage'),
      staticData: { title: 'Go-live check' },
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/go-live/$runId',
      component: lazyRouteComponent(() => import('./go-live/run-page.tsx'), 'RunPage'),
      staticData: { title: 'Go-live check' },
    }),
    createRoute({
      getParentRoute: () => insideRoute,
      path: '/phone',
      component: lazyRouteComponent(() => import('./phone/phone-page.tsx'), 'PhonePage'),
      staticData: { title: 'Phone' },
    }),
    settingsRoutes,
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
