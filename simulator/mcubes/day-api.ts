import { startJsonApi } from '../exchange/json-api.ts';
import type { ApiOptions, VendorApi } from '../exchange/vendor-api.ts';

const TOKEN = 'mcube-token';

/** MCube's: both ways to call out, and nothing else (vendors.md 5.1). Failures come with HTTP 200. */
export async function startMcubesApi(options: ApiOptions): Promise<VendorApi> {
  return await startJsonApi({
    vendor: 'mcubes',
    options,
    account: (url) => ({ authenticationKey: TOKEN, vendorSettings: { apiUrl: url, mode: 'softphone' } }),
    refusal: () => ({ status: 200, body: { status: 'fail', msg: 'Executive is not available' } }),
    answer: ({ path, fields }, { board, place }) => {
      const isNew = path === '/Restmcube-api/outbound-calls';
      if (!isNew && path !== '/api/outboundcall') return null;
      if (fields[isNew ? 'HTTP_AUTHORIZATION' : 'apikey'] !== TOKEN)
        return { status: 200, body: { status: 'fail', msg: 'Invalid token' } };
      const { custnumber = '', refid = null } = fields;
      if (!/^\d{10}$/.test(custnumber)) return { status: 200, body: { status: 'fail', message: 'Invalid number' } };
      const callid = `${custnumber}${Math.floor(Date.now() / 1000)}${board.nextPlace()}`;
      place({ reference: refid, callId: callid });
      return {
        status: 200,
        body: {
          status: 'succ',
          msg: 'Call Originated Successfully',
          ...(!options.trouble.withholdsIds() && { callid, refid }),
        },
      };
    },
  });
}
