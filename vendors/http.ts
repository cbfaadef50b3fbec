import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { addressGuard, AddressRefusedError } from './address-guard.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `http:` or `https:`, without user and password. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, from the look-up to the last byte. Default 8000. */
  readonly timeoutMs?: number;
  /** Of the answer's body. Default 4 MiB. */
  readonly maxBytes?: number;
  /** Gives up earlier when the caller does. */
  readonly signal?: AbortSignal;
}

/**
 * Why there is no answer. Of `address_refused` and `not_connected` the vendor certainly saw nothing;
 * after `timed_out`, `cut` and `too_large` it may have acted.
 */
export type HttpProblem = 'address_refused' | 'not_connected' | 'timed_out' | 'cut' | 'too_large';

export type HttpAnswer =
  | { readonly ok: true; readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }
  | { readonly ok: false; readonly problem: HttpProblem };

/** An answer whose body is still to be read, or destroyed: until then it holds a connection. */
export type HttpOpened =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: IncomingMessage;
    }
  | { readonly ok: false; readonly problem: HttpProblem };

export interface Http {
  /** Never throws. A redirect is an answer like any other: it is not followed. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  /**
   * The same, up to the answer's head: `timeoutMs` is for that alone, `maxBytes` is the reader's. What becomes of the body
   * comes as the stream's error; `signal` ends it. Uses connections of its own, so that long bodies hold up no request.
   */
  readonly open: (request: Omit<HttpRequest, 'maxBytes'>) => Promise<HttpOpened>;
  /** Closes all connections. */
  readonly close: () => void;
}

const defaultTimeoutMs = 8000;
const defaultMaxBytes = 4 * 1024 * 1024;

const read = async (answer: IncomingMessage, maxBytes: number): Promise<string | null> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return null; // leaving the loop destroys the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Resolves with the answer's head; rejects when the connection fails first. */
const headOf = (request: ClientRequest, body: string | undefined): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Stays on: an error after the head is the reader's too, and must not be without a listener.
    request.on('error', reject);
    request.end(body);
  });

/** Whether a connection, TLS included, stood before the failure. */
const watchConnection = (request: ClientRequest, secure: boolean): (() => boolean) => {
  let stood = false;
  request.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (stood = true)));
  return () => stood;
};

interface Agents {
  readonly 'http:': HttpAgent;
  readonly 'https:': HttpsAgent;
}

/** @param maxSockets to one host at once; what comes beyond waits. */
const agentsWith = (maxSockets: number): Agents => ({
  'http:': new HttpAgent({ keepAlive: false, maxSockets }),
  'https:': new HttpsAgent({ keepAlive: false, maxSockets }),
});

const either = (signal: AbortSignal, other: AbortSignal | undefined): AbortSignal =>
  other === undefined ? signal : AbortSignal.any([signal, other]);

/**
 * The one way out to vendors: HTTP with a time limit, a size limit and no way to internal
 * addresses (contract 5, `OUTBOUND_ALLOW`). Host names are checked at connection, so a name that
 * changes its address between check and use gains nothing.
 * @param options.allow Hosts on internal addresses that may be reached all the same.
 */
export const createHttp = (options: { readonly allow: readonly string[] }): Http => {
  const guard = addressGuard(options.allow);
  // A connection each: one that was kept may close under a request, and leave open whether a call
  // was placed. Our own agents, since no other's connections were checked.
  const agents = agentsWith(16);
  const longAgents = agentsWith(64);

  const begin = async (request: HttpRequest, through: Agents, signal: AbortSignal): Promise<HttpOpened> => {
    const { url } = request;
    const known = url.protocol === 'http:' || url.protocol === 'https:';
    if (!known || url.username !== '' || url.password !== '' || guard.refuses(url.hostname))
      return { ok: false, problem: 'address_refused' };

    const secure = url.protocol === 'https:';
    const wire: RequestOptions = {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
      },
      agent: through[secure ? 'https:' : 'http:'],
      lookup: guard.lookup,
      signal,
    };
    let connected = (): boolean => false;
    try {
      const outgoing = secure ? httpsRequest(url, wire) : httpRequest(url, wire);
      connected = watchConnection(outgoing, secure);
      const body = await headOf(outgoing, request.body);
      return { ok: true, status: body.statusCode ?? 0, headers: body.headers, body };
    } catch (error) {
      // What went wrong is told by kind: a message could carry an address or a vendor's text.
      if (error instanceof AddressRefusedError) return { ok: false, problem: 'address_refused' };
      if (!connected()) return { ok: false, problem: 'not_connected' };
      return { ok: false, problem: signal.aborted ? 'timed_out' : 'cut' };
    }
  };

  const send = async (request: HttpRequest): Promise<HttpAnswer> => {
    const signal = either(AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs), request.signal);
    const opened = await begin(request, agents, signal);
    if (!opened.ok) return opened;
    const { status, headers, body } = opened;
    try {
      const text = await read(body, request.maxBytes ?? defaultMaxBytes);
      return text === null ? { ok: false, problem: 'too_large' } : { ok: true, status, headers, text };
    } catch {
      return { ok: false, problem: signal.aborted ? 'timed_out' : 'cut' };
    }
  };

  const open = async (request: Omit<HttpRequest, 'maxBytes'>): Promise<HttpOpened> => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), request.timeoutMs ?? defaultTimeoutMs);
    try {
      return await begin(request, longAgents, either(late.signal, request.signal));
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    send,
    open,
    close: () => {
      for (const { 'http:': plain, 'https:': secure } of [agents, longAgents]) {
        plain.destroy();
        secure.destroy();
      }
    },
  };
};
