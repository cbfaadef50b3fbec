import type { ServerResponse } from 'node:http';
import type { EpochMs } from '../../domain/ids.ts';
import { stamp } from './rows.ts';

/** What a request can be made to meet instead of its answer; each was seen (vendors.md 1.1–1.5, 6). */
export type Fault =
  | 'server_error'
  | 'too_many_requests'
  | 'token_expired'
  | 'token_blacklisted'
  | 'gateway'
  | 'failure_with_200'
  | 'validation'
  | 'html'
  | 'other_shape'
  | 'redirect'
  | 'huge'
  | 'cut'
  | 'silence';

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const html = '<html><body>502 Bad Gateway</body></html>';

/** @param retryAt For `too_many_requests`, told as IST wall clock in the body and in no header. */
export const meet = (fault: Fault, response: ServerResponse, retryAt: EpochMs): void => {
  switch (fault) {
    case 'server_error':
      return void response.writeHead(502, { 'content-type': 'text/html' }).end(html);
    case 'too_many_requests':
      return sendJson(response, 429, { success: false, message: 'Too many attempts.', retry_after: stamp(retryAt) });
    case 'token_expired':
      return sendJson(response, 401, { success: false, message: 'Token has expired' });
    case 'token_blacklisted':
      return sendJson(response, 200, { success: false, message: 'Deleted or blacklisted token provided' });
    case 'gateway':
      return sendJson(response, 400, { message: 'Missing required request parameters: [Authorization]' });
    case 'failure_with_200':
      return sendJson(response, 200, { Success: false, Message: 'Unable to process this request' });
    case 'validation':
      return sendJson(response, 422, { from_date: ['The from date is not a valid date.'] });
    case 'html':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    case 'other_shape':
      return sendJson(response, 200, { data: { items: [] } });
    case 'redirect':
      return void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    case 'huge':
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(`["${'x'.repeat(5 * 1024 * 1024)}"]`);
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"results":[');
      setImmediate(() => response.destroy());
      return;
    case 'silence':
      return; // the connection stays open until the other side gives up, or the exchange stops
  }
};
