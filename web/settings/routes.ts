import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { insideRoute, readSearch } from '../inside-route.tsx';
import type { PermissionSearch } from './permissions-page.tsx';
import type { AuditSearch } from './queries.ts';

const frameRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-frame.tsx'), 'SettingsFrame'),
  staticData: { title: 'Settings' },
});

/** A page of settings, loaded when it is gone to. */
const page = <const P extends string>(path: P, title: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => frameRoute, path, component, staticData: { title } });

/** The pages of settings, each on its own. */
export const settingsRoutes = frameRoute.addChildren([
  page(
    '/',
    'Setting up',
    lazyRouteComponent(() => import('./guide-page.tsx'), 'GuidePage'),
  ),
  page(
    '/health',
    'Health of settings',
    lazyRouteComponent(() => import('./health-page.tsx'), 'HealthPage'),
  ),
  page(
    '/telephony',
    'Telephony vendors',
    lazyRouteComponent(() => import('./vendors-page.tsx'), 'VendorsPage'),
  ),
  page(
    '/telephony/$vendor',
    'Vendor',
    lazyRouteComponent(() => import('./telephony-page.tsx'), 'TelephonyPage'),
  ),
  page(
    '/telephony/$vendor/sheet',
    'Sheet',
    lazyRouteComponent(() => import('./sheet-page.tsx'), 'SheetPage'),
  ),
  page(
    '/numbers',
    'Numbers',
    lazyRouteComponent(() => import('./numbers-page.tsx'), 'NumbersPage'),
  ),
  page(
    '/blocked',
    'Blocked numbers',
    lazyRouteComponent(() => import('./blocked-page.tsx'), 'BlockedPage'),
  ),
  page(
    '/counsellors',
    'Counsellors',
    lazyRouteComponent(() => import('./counsellors-page.tsx'), 'CounsellorsPage'),
  ),
  page(
    '/counsellors/new',
    'Add a counsellor',
    lazyRouteComponent(() => import('./new-counsellor-page.tsx'), 'NewCounsellorPage'),
  ),
  page(
    '/counsellors/$counsellorId',
    'Counsellor',
    lazyRouteComponent(() => import('./counsellor-page.tsx'), 'CounsellorPage'),
  ),
  page(
    '/teams',
    'Teams',
    lazyRouteComponent(() => import('./teams-page.tsx'), 'TeamsPage'),
  ),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/permissions',
    component: lazyRouteComponent(() => import('./permissions-page.tsx'), 'PermissionsPage'),
    staticData: { title: 'Permissions' },
    validateSearch: (search: Record<string, unknown>): PermissionSearch => readSearch(search, ['role', 'user']),
  }),
  page(
    '/sign-in',
    'Single sign-on',
    lazyRouteComponent(() => import('./oidc-page.tsx'), 'OidcPage'),
  ),
  page(
    '/institute',
    'Institute',
    lazyRouteComponent(() => import('./institute-page.tsx'), 'InstitutePage'),
  ),
  page(
    '/dispositions',
    'Dispositions',
    lazyRouteComponent(() => import('./dispositions-page.tsx'), 'DispositionsPage'),
  ),
  page(
    '/forms',
    'Forms',
    lazyRouteComponent(() => import('./forms-page.tsx'), 'FormsPage'),
  ),
  page(
    '/retention',
    'Retention',
    lazyRouteComponent(() => import('./retention-page.tsx'), 'RetentionPage'),
  ),
  page(
    '/api-keys',
    'API keys',
    lazyRouteComponent(() => import('./api-keys-page.tsx'), 'ApiKeysPage'),
  ),
  page(
    '/webhooks',
    'Webhooks',
    lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
  ),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/audit',
    component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
    staticData: { title: 'Audit' },
    validateSearch: (search: Record<string, unknown>): AuditSearch =>
      readSearch(search, ['action', 'by', 'from', 'to']),
  }),
]);
