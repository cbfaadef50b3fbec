import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Vendor } from '../day/planned.ts';
import { bodyOf, listen } from '../listen.ts';
import { recordingPath, serveRecording } from './recordings.ts';
import type { ApiOptions, ExchangeCall, Placed, VendorApi } from './vendor-api.ts';

/** One question to a vendor's API. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Body over query. */
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What is true at a vendor: which calls are on, and which are over. */
export class Switchboard {
  readonly live = new Map<string, ExchangeCall>();
  /** The newest first. */
  over: readonly ExchangeCall[] = [];
  #placed = 0;

  began(call: ExchangeCall): void {
    this.live.set(call.callId, call);
  }

  ended(call: ExchangeCall): void {
    this.live.delete(call.callId);
    this.over = [call, ...this.over];
  }

  /** The ones that began in a window, in ms; the newest first. */
  between(from: number, to: number): readonly ExchangeCall[] {
    return this.over.filter(({ beganAt }) => beganAt >= from && beganAt <= to);
  }

  /** Counts clicks to call: for their ids. */
  nextPlace(): number {
    return (this.#placed += 1);
  }
}

export interface JsonApi {
  readonly vendor: Vendor;
  readonly options: ApiOptions;
  /** Of the institute's settings, once it is known where the API is. */
  readonly account: (url: string) => VendorApi['account'];
  /** Null: there is nothing at this path. */
  readonly answer: (
    request: ApiRequest,
    at: { readonly board: Switchboard; readonly url: string; readonly place: (placed: Placed) => void },
  ) => ApiAnswer | null;
  /** What it says instead when it refuses with HTTP 200; null: it does not do that here. */
  readonly refusal?: (request: ApiRequest) => ApiAnswer | null;
  /** Answers what is no question and answer: a stream. True: it did. */
  readonly stream?: (request: IncomingMessage, path: string, response: ServerResponse) => boolean;
}

/** Serves one vendor's API: recordings, questions, and what goes wrong with them. */
export async function startJsonApi({ vendor, options, account, answer, refusal, stream }: JsonApi): Promise<VendorApi> {
  const board = new Switchboard();
  let onPlaced: (placed: Placed) => void = () => undefined;
  const answerFor = (asked: ApiRequest, url: string): ApiAnswer => {
    const trouble = options.trouble.next(asked.path);
    if (trouble === 'out') return { status: 503, body: { message: 'Service Unavailable' } };
    const refused = trouble === 'refused_with_200' ? (refusal?.(asked) ?? null) : null;
    return (
      refused ??
      answer(asked, { board, url, place: (placed) => onPlaced(placed) }) ?? {
        status: 404,
        body: { message: 'Not found' },
      }
    );
  };
  const listening = await listen(0, async (request, response) => {
    const asked = new URL(request.url ?? '/', 'http://exchange');
    if (serveRecording(request, asked.pathname, response) || stream?.(request, asked.pathname, response) === true)
      return;
    const fields = {
      ...Object.fromEntries(asked.searchParams),
      ...fieldsIn(await bodyOf(request), request.headers['content-type'] ?? ''),
    };
    const { status, body } = answerFor(
      { method: request.method ?? 'GET', path: asked.pathname, fields, headers: request.headers },
      listening.url,
    );
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return {
    vendor,
    account: account(listening.url),
    recordingUrl: (callId) => listening.url + recordingPath(callId),
    began: (call) => board.began(call),
    ended: (call) => board.ended(call),
    get onPlaced() {
      return onPlaced;
    },
    set onPlaced(listener) {
      onPlaced = listener;
    },
    stop: listening.stop,
  };
}

function fieldsIn(body: string, type: string): Readonly<Record<string, string>> {
  if (body === '') return {};
  if (type.includes('urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  const read: unknown = JSON.parse(body);
  const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
