import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Person, type Stage } from '../spine/stage.ts';
import { openReceiver, subscribe, verified, type Receiver } from './webhook-receiver.ts';

let stage: Stage;
let receiver: Receiver;
let admin: Person;
beforeAll(async () => {
  [stage, receiver] = await Promise.all([openStage({ worker: false }), openReceiver()]);
  admin = await stage.admin();
});
afterAll(async () => {
  await stage.close();
  await receiver.stop();
});

describe('a webhook', () => {
  test('shows its secret once, and can be looked at, changed, tried and removed', async () => {
    const hook = await subscribe(admin, receiver, ['call.ended']);
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { body } = await admin.call('GET', `/v1/settings/webhooks/${hook.id}`);
    expect(body).toMatchObject({
      enabled: true,
      disabledReason: null,
      fullNumbers: false,
      secret: `••••${hook.secret.slice(-4)}`,
    });
    const changed = await admin.call('PUT', `/v1/settings/webhooks/${hook.id}`, {
      ...body,
      enabled: false,
      events: ['lead.created'],
    });
    expect(changed).toMatchObject({ status: 200, body: { enabled: false, events: ['lead.created'] } });

    expect((await admin.call('POST', `/v1/settings/webhooks/${hook.id}/test`)).body).toMatchObject({
      ok: true,
      status: 204,
      problem: null,
    });
    const [tried] = await receiver.received(hook.path, 'webhook.test');
    expect(tried && verified(tried, hook.secret)).toMatchObject({ data: { webhookId: hook.id } });

    expect((await admin.call('DELETE', `/v1/settings/webhooks/${hook.id}`)).status).toBe(204);
    expect((await admin.call('GET', `/v1/settings/webhooks/${hook.id}`)).status).toBe(404);
    const { body: audit } = await admin.call('GET', '/v1/audit');
    const actions = audit.items
      .filter(({ target }: { target: string }) => target === hook.id)
      .map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['webhook.remove', 'webhook.change', 'webhook.add']);
    expect(JSON.stringify([audit, stage.logged])).not.toContain(hook.secret);
  });

  test.each([
    [{ events: ['call.ended'] }, 'url'],
    [{ url: 'http://example.com/hook', events: ['call.ended'] }, 'url'],
    [{ url: 'https://10.0.0.1/hook', events: ['call.ended'] }, 'url'],
    [{ url: 'https://[fd00::1]/hook', events: ['call.ended'] }, 'url'],
    [{ url: 'https://user:secret@example.com/', events: ['call.ended'] }, 'url'],
    [{ url: 'ftp://example.com/', events: ['call.ended'] }, 'url'],
    [{ url: 'https://example.com/', events: [] }, 'events'],
    [{ url: 'https://example.com/', events: ['call.rang'] }, 'events.0'],
    [{ url: 'https://example.com/', events: ['call.ended', 'call.ended'] }, 'events'],
    [{ url: 'https://example.com/', events: ['call.ended'], secret: 'mine' }, ''],
    [{ url: 'https://example.com/', events: ['call.ended'], enabled: 'yes' }, 'enabled'],
  ])('that is described badly is refused: %j', async (body, path) => {
    const answer = await admin.call('POST', '/v1/settings/webhooks', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [expect.objectContaining({ path })] },
    });
  });

  test('may be sent whole numbers only by an admin who may see them', async () => {
    await admin.call('PUT', '/v1/settings/permissions/clerk', { grants: { configure_calling: 'yes' } });
    const { body: added } = await admin.call('POST', '/v1/settings/counsellors', {
      name: 'Clerk',
      email: 'clerk@demo.test',
      roles: ['clerk'],
      password: 'demo-password',
    });
    expect(added.id).toEqual(expect.any(String));
    const clerk = await stage.signIn('clerk@demo.test');
    const wanted = { url: `${receiver.url}/clerk`, events: ['call.ended'] };
    expect((await clerk.call('POST', '/v1/settings/webhooks', { ...wanted, fullNumbers: true })).status).toBe(403);
    const { body } = await clerk.call('POST', '/v1/settings/webhooks', wanted);
    expect((await clerk.call('PUT', `/v1/settings/webhooks/${body.id}`, { fullNumbers: true })).status).toBe(403);
    await admin.call('PUT', `/v1/settings/webhooks/${body.id}`, { fullNumbers: true });
    // Nor turned to another address by somebody who may not.
    expect(
      (await clerk.call('PUT', `/v1/settings/webhooks/${body.id}`, { url: `${receiver.url}/elsewhere` })).status,
    ).toBe(403);
  });

  test('is one of twenty at most', async () => {
    const { body: there } = await admin.call('GET', '/v1/settings/webhooks');
    for (let n = there.items.length; n < 20; n += 1) await subscribe(admin, receiver, ['call.ended']);
    const { status, body } = await admin.call('POST', '/v1/settings/webhooks', {
      url: `${receiver.url}/one-too-many`,
      events: ['call.ended'],
    });
    expect([status, body.code]).toEqual([409, 'too_many_webhooks']);
  });
});
