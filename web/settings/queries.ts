import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Page } from '../api/contract.ts';
import { queryOf, request } from '../api/request.ts';
import type {
  ApiKey,
  AuditItem,
  Counsellor,
  Form,
  Health,
  InstituteSettings,
  NumbersSettings,
  Oidc,
  Retention,
  Role,
  RoleGrants,
  Sheet,
  Team,
  Telephony,
  UserGrants,
  Vendor,
  Webhook,
} from './contract.ts';

/** Everything of settings: one change may show on several pages, so all of it is looked up again. */
export const SETTINGS = ['settings'] as const;

/** A whole list, page after page: settings are few. */
const whole = <T>(name: string, path: string) =>
  queryOptions({
    queryKey: [...SETTINGS, name],
    queryFn: async ({ signal }) => {
      const found: T[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<T> = await request(`${path}${queryOf({ limit: 200, cursor })}`, { signal });
        found.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return found;
    },
  });

const one = <T>(key: readonly unknown[], path: string) =>
  queryOptions({
    queryKey: [...SETTINGS, ...key],
    queryFn: async ({ signal }) => await request<T>(path, { signal }),
  });

export const vendorsQuery = whole<Vendor>('vendors', '/v1/settings/telephony');
export const counsellorsQuery = whole<Counsellor>('counsellors', '/v1/settings/counsellors');
export const teamsQuery = whole<Team>('teams', '/v1/settings/teams');
export const formsQuery = whole<Form>('forms', '/v1/settings/forms');
export const rolesQuery = whole<Role>('roles', '/v1/settings/permissions');
export const apiKeysQuery = whole<ApiKey>('api-keys', '/v1/settings/api-keys');
export const webhooksQuery = whole<Webhook>('webhooks', '/v1/settings/webhooks');

export const instituteQuery = one<InstituteSettings>(['institute'], '/v1/settings/institute');
export const numbersQuery = one<NumbersSettings>(['numbers'], '/v1/settings/numbers');
export const oidcQuery = one<Oidc>(['oidc'], '/v1/settings/oidc');
export const retentionQuery = one<Retention>(['retention'], '/v1/settings/retention');
export const healthQuery = one<Health>(['health'], '/v1/settings/health');

export const telephonyQuery = (vendor: string) =>
  one<Telephony>(['telephony', vendor], `/v1/settings/telephony/${vendor}`);
export const sheetQuery = (vendor: string) => one<Sheet>(['sheet', vendor], `/v1/settings/telephony/${vendor}/sheet`);
export const counsellorQuery = (id: string) => one<Counsellor>(['counsellor', id], `/v1/settings/counsellors/${id}`);
export const roleGrantsQuery = (role: string) =>
  one<RoleGrants>(['grants', 'role', role], `/v1/settings/permissions/${role}`);
export const userGrantsQuery = (id: string) =>
  one<UserGrants>(['grants', 'user', id], `/v1/settings/counsellors/${id}/permissions`);

/** What the audit can be narrowed by, in the words of the API. */
export interface AuditSearch {
  readonly action?: string;
  readonly by?: string;
  readonly from?: string;
  readonly to?: string;
}

export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: [...SETTINGS, 'audit', search],
    queryFn: async ({ pageParam, signal }) =>
      await request<Page<AuditItem>>(`/v1/audit${queryOf({ ...search, limit: 50, cursor: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
