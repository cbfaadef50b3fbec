import { serveRecording } from '../exchange/recordings.ts';
import { bodyOf, listen } from '../listen.ts';
import { Exchange } from './exchange.ts';
import type { ExchangeOptions } from './exchange.ts';
import { route } from './routes.ts';

export interface TatatelExchange {
  /** For `vendorSettings.apiUrl`. */
  readonly url: string;
  readonly port: number;
  /** Sets what is true there and what goes wrong, and shows what was asked. */
  readonly exchange: Exchange;
  readonly stop: () => Promise<void>;
}

const usual: ExchangeOptions = {
  email: 'desk@demo.test',
  password: 'exchange-password',
  portalToken: 'portal-token',
  largestPage: 100,
  customerFilters: 'ignored',
  clickToCallGives: 'call_id',
  withholdsId: () => false,
  chooseFault: () => null,
  now: Date.now,
};

/**
 * A stand-in for Smartflo's API on the loopback address (vendors.md 1): log-in, live calls and call
 * records with their quirks, and recordings: tokens that expire, limits told in the body, two number formats,
 * customer filters that can't be trusted, failures of every shape. Port 0 takes a free one.
 */
export const startTatatelExchange = async (
  options: Partial<ExchangeOptions> & { readonly port?: number } = {},
): Promise<TatatelExchange> => {
  const { port = 0, ...chosen } = options;
  const exchange = new Exchange({ ...usual, ...chosen });
  const listening = await listen(port, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://exchange');
    if (serveRecording(request, url.pathname, response)) return;
    const body = await bodyOf(request);
    route(
      exchange,
      {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body,
        authorization: request.headers.authorization ?? null,
      },
      response,
    );
  });
  return { ...listening, exchange };
};
