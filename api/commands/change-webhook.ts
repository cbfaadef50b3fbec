import { v7 as uuidv7 } from 'uuid';
import { newWebhookSecret, sealWebhookSecret } from '../../calls/outgoing/secrets.ts';
import type { SecretKey } from '../../config/secret-keys.ts';
import { recordAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/pool.ts';
import {
  addWebhook,
  deleteWebhook,
  lockWebhook,
  replaceWebhookSecret,
  saveWebhook,
  type Webhook,
} from '../../db/webhooks.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { changesBetween, type Fields } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import { webhookSettings, type WebhookSettings } from '../../domain/settings/webhook.ts';
import { addressGuard } from '../../vendors/address-guard.ts';
import { presentWebhook, READ_ONLY, webhookSchema } from '../presenters/webhook.ts';
import { forbidden, invalidRequest, notFound, Problem } from '../problem.ts';

/** Each holds a workflow and is asked for with every event. */
const MOST = 20;

export interface WebhookDeps {
  readonly secretKeys: readonly SecretKey[];
  /** Hosts on internal addresses that may be told (`OUTBOUND_ALLOW`); in clear as well. */
  readonly outboundAllow: readonly string[];
  readonly now: () => EpochMs;
}

/**
 * Whether events may be sent to an address: by https, or to a host that the operator allows, and to no internal address
 * besides. What a name stands for is looked at again whenever something is sent. Throws 400, 403.
 */
function checkSettings(
  { url, fullNumbers }: WebhookSettings,
  before: Webhook | null,
  viewer: Viewer,
  { outboundAllow }: WebhookDeps,
): void {
  const { protocol, hostname } = new URL(url);
  const isAllowed = outboundAllow.includes(hostname.replaceAll(/[[\]]/g, ''));
  if (protocol !== 'https:' && !isAllowed) throw invalidRequest([{ path: 'url', problem: 'an https address' }]);
  if (addressGuard(outboundAllow).refuses(hostname))
    throw invalidRequest([{ path: 'url', problem: 'an address on the public internet' }]);
  const widens = fullNumbers && (before === null || !before.fullNumbers || before.url !== url);
  if (widens && !may(viewer, 'full_numbers')) throw forbidden('Only who may see full numbers can have them sent.');
}

export interface MadeWebhook {
  readonly webhook: Webhook;
  /** Shown this once. */
  readonly secret: string;
}

/** Adds a webhook. Throws 400, 403, 409 `too_many_webhooks`. */
export const createWebhook = async (
  tx: Tx,
  viewer: Viewer,
  settings: WebhookSettings,
  deps: WebhookDeps,
): Promise<MadeWebhook> => {
  const { instituteId, counsellorId: byId } = viewer;
  checkSettings(settings, null, viewer, deps);
  const [id, secret] = [uuidv7(), newWebhookSecret()];
  const sealed = sealWebhookSecret(deps.secretKeys, instituteId, id, secret);
  if (!(await addWebhook(tx, instituteId, { id, settings, secret: sealed, most: MOST }))) {
    throw new Problem(409, 'too_many_webhooks', `An institute has at most ${MOST} webhooks.`);
  }
  await recordAudit(tx, {
    instituteId,
    byId,
    action: 'webhook.add',
    target: id,
    changes: { before: null, after: settings },
  });
  return { webhook: await locked(tx, viewer, id), secret };
};

/** Changes a webhook by what a `PUT` says. Throws 400, 403, 404. */
export const changeWebhook = async (
  tx: Tx,
  viewer: Viewer,
  { id, patch }: { id: string; patch: Fields },
  deps: WebhookDeps,
): Promise<Webhook> => {
  const { instituteId, counsellorId: byId } = viewer;
  const before = await locked(tx, viewer, id);
  const put = readPut(webhookSettings.extend(READ_ONLY_FIELDS), presentWebhook(before, deps.now()), patch, READ_ONLY);
  if (!put.ok) throw invalidRequest(put.errors);
  const { url, events, fullNumbers, enabled } = put.value;
  const settings = { url, events, fullNumbers, enabled };
  checkSettings(settings, before, viewer, deps);
  const changes = changesBetween(
    { url: before.url, events: before.events, fullNumbers: before.fullNumbers, enabled: before.enabled },
    settings,
  );
  if (changes === null) return before;
  await saveWebhook(tx, instituteId, id, settings);
  await recordAudit(tx, { instituteId, byId, action: 'webhook.change', target: id, changes });
  return await locked(tx, viewer, id);
};

const READ_ONLY_FIELDS = webhookSchema.pick({
  id: true,
  secret: true,
  previousValidUntil: true,
  disabledReason: true,
  createdAt: true,
}).shape;

/** Removes a webhook and all that was on its way to it. Throws 404. */
export const removeWebhook = async (tx: Tx, viewer: Viewer, id: string): Promise<void> => {
  const { instituteId, counsellorId: byId } = viewer;
  const { url, events } = await locked(tx, viewer, id);
  await deleteWebhook(tx, instituteId, id);
  await recordAudit(tx, {
    instituteId,
    byId,
    action: 'webhook.remove',
    target: id,
    changes: { before: { url, events }, after: {} },
  });
};

/** Gives a webhook a new secret; the one before signs as well as long as they overlap. Throws 404. */
export const rotateWebhook = async (
  tx: Tx,
  viewer: Viewer,
  { id, overlapSeconds }: { id: string; overlapSeconds: number },
  deps: WebhookDeps,
): Promise<MadeWebhook> => {
  const { instituteId, counsellorId: byId } = viewer;
  const { secret: before } = await locked(tx, viewer, id);
  const secret = newWebhookSecret();
  const overlaps = overlapSeconds > 0;
  await replaceWebhookSecret(tx, instituteId, {
    id,
    secret: sealWebhookSecret(deps.secretKeys, instituteId, id, secret),
    previous: overlaps ? before : null,
    previousUntil: overlaps ? deps.now() + overlapSeconds * 1000 : null,
  });
  const changes = { before: { secret: 'changed' }, after: { secret: 'changed', overlapSeconds } };
  await recordAudit(tx, { instituteId, byId, action: 'webhook.rotate', target: id, changes });
  return { webhook: await locked(tx, viewer, id), secret };
};

const locked = async (tx: Tx, { instituteId }: Viewer, id: string): Promise<Webhook> => {
  const webhook = await lockWebhook(tx, instituteId, id);
  if (webhook === null) throw notFound();
  return webhook;
};
