import { z } from 'zod';
import type { SecretKey } from '../../config/secret-keys.ts';
import { findStoredAccount, lockAccount, saveAccount, type StoredAccount } from '../../db/accounts.ts';
import { recordAudit } from '../../db/audit.ts';
import { findUnknownCounsellors } from '../../db/counsellors.ts';
import { changeCredentials } from '../../db/credentials.ts';
import { findUnknownForms } from '../../db/forms.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import type { EpochMs, InstituteId } from '../../domain/ids.ts';
import {
  putTelephony,
  shownTelephony,
  splitVendorSettings,
  type StoredTelephony,
  type TelephonyChange,
  type VendorSettings,
} from '../../domain/settings/telephony-change.ts';
import { readTelephonySettings, telephonySettings } from '../../domain/settings/telephony.ts';
import { adapterFor } from '../../vendors/registry.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { patchBody } from '../patch-body.ts';
import { invalidRequest, notFound } from '../problem.ts';

export const telephonySchema = telephonySettings.extend({
  authenticationKey: z
    .string()
    .nullable()
    .meta({ description: 'Write-only: reads back null or dots and the last four.' }),
  vendorSettings: z.record(z.string(), z.unknown()),
});

const slugParams = z.object({ vendor: z.string() });

const toTelephony = (account: StoredAccount | null): StoredTelephony => ({
  settings: account?.settings ?? {},
  tails: Object.fromEntries(Object.entries(account?.credentials ?? {}).map(([path, { tail }]) => [path, tail])),
});

/** Refuses sticky counsellors who aren't users of this institute. */
const checkSticky = async (tx: Tx, instituteId: InstituteId, change: TelephonyChange): Promise<void> => {
  const { stickyCounsellorIds } = readTelephonySettings(splitVendorSettings(change.settings).common).inbound;
  const unknown = await findUnknownCounsellors(tx, instituteId, stickyCounsellorIds);
  if (unknown.length === 0) return;
  throw invalidRequest(
    unknown.map((id) => ({
      path: `inbound.stickyCounsellorIds.${stickyCounsellorIds.indexOf(id)}`,
      problem: 'not a counsellor of this institute',
    })),
  );
};

/** Refuses forms that aren't this institute's. */
const checkForms = async (tx: Tx, instituteId: InstituteId, change: TelephonyChange): Promise<void> => {
  const { formIds } = readTelephonySettings(splitVendorSettings(change.settings).common).outbound;
  const unknown = await findUnknownForms(tx, instituteId, formIds);
  if (unknown.length === 0) return;
  throw invalidRequest(
    unknown.map((id) => ({ path: `outbound.formIds.${formIds.indexOf(id)}`, problem: 'not a form of this institute' })),
  );
};

const vendorOf = (slug: string): VendorSettings => {
  const vendor = adapterFor(slug);
  if (vendor === null) throw notFound('There is no vendor of this name.');
  return vendor;
};

interface Deps {
  readonly db: Pool;
  readonly secretKeys: readonly SecretKey[];
  readonly now: () => EpochMs;
}

/** An institute's settings for a vendor. */
export const telephonyRoutes = ({ db, secretKeys, now }: Deps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/telephony/{vendor}',
      summary: 'Settings of a vendor; the defaults where nothing was set.',
      access: 'configure_calling',
      params: slugParams,
      responses: { 200: telephonySchema.meta({ id: 'TelephonySettings' }) },
    },
    async ({ viewer, params: { vendor } }) => {
      const spec = vendorOf(vendor);
      const account = await findStoredAccount(db, viewer.instituteId, vendor);
      return { status: 200, body: shownTelephony(spec, toTelephony(account)) };
    },
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/settings/telephony/{vendor}',
      summary:
        'Change settings of a vendor, which sets it up. Writing back a masked secret keeps it, null takes it away.',
      access: 'configure_calling',
      params: slugParams,
      body: patchBody(telephonySchema),
      responses: { 200: telephonySchema },
    },
    async ({ viewer: { instituteId, counsellorId }, params: { vendor }, body }) => {
      const spec = vendorOf(vendor);
      return await db.transaction(async (tx) => {
        const account = await lockAccount(tx, instituteId, vendor);
        const stored = toTelephony(account);
        const put = putTelephony(spec, stored, body);
        if (put.kind === 'refused') throw invalidRequest(put.errors);
        if (put.kind === 'unchanged') return { status: 200, body: shownTelephony(spec, stored) };
        const { change } = put;
        await checkSticky(tx, instituteId, change);
        await checkForms(tx, instituteId, change);
        const { settings } = change;
        const credentials = changeCredentials(account.credentials, change.secrets, {
          keys: secretKeys,
          instituteId,
          vendor,
        });
        const { changes, secrets } = change;
        const opensOtherwise = secrets.size > 0 || 'vendorSettings' in changes.after;
        await saveAccount(tx, instituteId, { vendor, settings, credentials, opensOtherwise, now: now() });
        await recordAudit(tx, { instituteId, byId: counsellorId, action: 'telephony.change', target: vendor, changes });
        return { status: 200, body: shownTelephony(spec, toTelephony({ ...account, settings, credentials })) };
      });
    },
  ),
];
