import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openFrame, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
beforeAll(async () => {
  frame = await openFrame({ trustProxy: true });
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());

const path = '/v1/settings/telephony/tatatel/sheet';

interface SheetEndpoint {
  readonly endpoint: string;
  readonly urlWithToken: string;
  readonly urlWithSecretKey: string | null;
  readonly fields: readonly { readonly name: string; readonly use: string; readonly variable: string | null }[];
}

const endpointsOf = (body: { endpoints: readonly SheetEndpoint[] }) =>
  new Map(body.endpoints.map((one) => [one.endpoint, one]));

describe('the sheet for a vendor', () => {
  test('has the exact URLs of this institute and vendor, with placeholders for what is secret', async () => {
    const { status, body } = await admin('GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      vendor: { slug: 'tatatel' },
      institute: { id: 1, name: 'First', timeZone: 'Asia/Kolkata' },
    });
    expect(body.secretKey).toEqual({ field: 'secret_key', header: 'X-Secret-Key', value: '<secret key>' });
    const endpoints = endpointsOf(body);
    for (const name of ['getCounsellor', 'ivrCallNotification', 'ivrCallBackDetails']) {
      expect(endpoints.get(name)).toMatchObject({
        urlWithToken: `${frame.url}/webhooks/v1/<token>/${name}`,
        urlWithSecretKey: `${frame.url}/${name}/1/tatatel`,
      });
    }
    expect(endpoints.get('getOpportunity')?.urlWithSecretKey).toBeNull();
    expect(body.missing).toHaveLength(2);
  });

  test('says of each request what its fields hold, and for TataTele which variable fills them', async () => {
    const endpoints = endpointsOf((await admin('GET', path)).body);
    const fields = new Map(endpoints.get('ivrCallBackDetails')?.fields.map((field) => [field.name, field]));
    expect([...fields.keys()].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'agent_no',
      'applicant_no',
      'call_duration',
      'call_id',
      'call_type',
      'did_no',
      'end_time',
      'resource_url',
      'start_time',
      'status',
    ]);
    expect(fields.get('status')).toMatchObject({ use: 'required', variable: '$call_status' });
    expect(fields.get('call_duration')).toMatchObject({ use: 'expected', variable: '$outbound_sec' });
    const exotel = endpointsOf((await admin('GET', '/v1/settings/telephony/exotel/sheet')).body);
    expect(exotel.get('ivrCallNotification')?.fields.every(({ variable }) => variable === null)).toBe(true);
    expect((await admin('GET', '/v1/settings/telephony/vonage/sheet')).status).toBe(404);
  });

  test('has the URLs for the vendor’s own requests, with what to choose and type in its portal', async () => {
    const { body } = await admin('GET', path);
    const events = body.native.find(({ endpoint }: { endpoint: string }) => endpoint === 'events');
    expect(body.native.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(['dialplan', 'events']);
    expect(events).toMatchObject({ url: `${frame.url}/vendors/tatatel/<token>/events`, methods: ['GET', 'POST'] });
    const ring = events.hooks.find(({ where }: { where: string }) => where.includes('Dialed on Agent'));
    expect(ring.url).toBe(`${frame.url}/vendors/tatatel/<token>/events?trigger=Dialed+on+Agent`);
    expect(ring.parameters).toContainEqual({ key: 'agent_number', variable: '$agent_number' });
    const page = (await admin('GET', '/v1/settings/telephony/exotel/sheet', undefined, { accept: 'text/markdown' }))
      .body;
    expect(page).toContain(`GET \`${frame.url}/vendors/exotel/<token>/passthru\``);
  });

  test('is a page when a page is asked for', async () => {
    await admin('PUT', '/v1/settings/institute', { name: 'First | *University*' });
    const { status, headers, body } = await admin('GET', path, undefined, { accept: 'text/markdown' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(headers.get('vary')).toContain('Accept');
    expect(body).toContain(String.raw`# TataTele (Smartflo) for First \| \*University\*`);
    expect(body).toContain(`\`${frame.url}/ivrCallNotification/1/tatatel\``);
    expect(body).toContain('| `agent_no` | required | `$agent_number` |');
    expect((await admin('GET', path, undefined, { accept: 'text/html,*/*' })).headers.get('content-type')).toContain(
      'json',
    );
    await admin('PUT', '/v1/settings/institute', { name: 'First' });
  });

  test('names the address the browser used, behind a proxy that ends TLS', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'desk.example.edu' };
    const { body } = await admin('GET', path, undefined, headers);
    expect(endpointsOf(body).get('getCounsellor')?.urlWithSecretKey).toBe(
      'https://desk.example.edu/getCounsellor/1/tatatel',
    );
  });

  test('names the address we are told is ours, whatever the browser used', async () => {
    const told = await openFrame({ publicUrl: 'https://calls.example.edu' });
    const call = await told.signedIn('Admin', { permissions: ['configure_calling'] });
    const { body } = await call('GET', path);
    expect(endpointsOf(body).get('getCounsellor')?.urlWithSecretKey).toBe(
      'https://calls.example.edu/getCounsellor/1/tatatel',
    );
    await told.close();
  });

  test('comes with a rotation, the new token or secret key in place, and never again', async () => {
    const rotate = async (what: string) =>
      (await admin('POST', '/v1/settings/telephony/tatatel/rotate', { what })).body;
    const { token, sheet } = await rotate('token');
    expect(endpointsOf(sheet).get('ivrCallNotification')?.urlWithToken).toBe(
      `${frame.url}/webhooks/v1/${token}/ivrCallNotification`,
    );
    const { secretKey, sheet: second } = await rotate('secretKey');
    expect(second.secretKey.value).toBe(secretKey);
    expect(JSON.stringify(second)).not.toContain(token);
    const later = JSON.stringify((await admin('GET', path)).body);
    expect(later).not.toContain(token);
    expect(later).not.toContain(secretKey);
    expect(JSON.parse(later).missing).toEqual([expect.stringContaining('not enabled')]);
  });

  test('is documented as both', async () => {
    const { body } = await frame.call('GET', '/openapi.json');
    const { content } = body.paths['/v1/settings/telephony/{vendor}/sheet'].get.responses['200'];
    expect(Object.keys(content)).toEqual(['application/json', 'text/markdown']);
  });
});
