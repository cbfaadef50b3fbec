import { setTimeout as sleep } from 'node:timers/promises';
import type { Vendor } from '../day/planned.ts';
import type { Dialect, Where } from '../telling/dialect.ts';
import type { Fields, Message, Value } from '../telling/message.ts';
import type { Pressure } from './pressure.ts';

/** How the answer to a request was, of the last try. */
export interface Sent {
  /** 0: there was none. */
  readonly status: number;
  readonly body: unknown;
  /** By the real clock, in ms. */
  readonly at: number;
  readonly tookMs: number;
  /** To be sent again, said the product, or nothing. */
  readonly putOff: boolean;
  /** How many tries were put off. */
  readonly putOffs: number;
}

interface Patience {
  readonly tries: number;
  /** How long an answer is waited for, and how long it is until the next try, in ms. */
  readonly answerMs: number;
  readonly pauseMs: number;
}

/** How often each vendor tries (vendors.md, cross-vendor table). The pauses are compressed as the calls are. */
const PATIENCE: Readonly<Record<Vendor, Patience>> = {
  tatatel: { tries: 2, answerMs: 30_000, pauseMs: 3000 },
  exotel: { tries: 3, answerMs: 15_000, pauseMs: 2000 },
  myoperator: { tries: 4, answerMs: 30_000, pauseMs: 2000 },
  // None documented: whoever was told to send again after a 503 (the sheet for vendors) is taken to do so.
  mcubes: { tries: 3, answerMs: 30_000, pauseMs: 2000 },
  knowlarity: { tries: 3, answerMs: 30_000, pauseMs: 2000 },
};

/** Sends one request as the vendor does, again where it does so. Never throws. */
export async function send(
  { dialect, where, pressure }: { readonly dialect: Dialect; readonly where: Where; readonly pressure: Pressure },
  message: Pick<Message, 'endpoint' | 'encoding' | 'fields'>,
): Promise<Sent> {
  const { tries, answerMs, pauseMs } = PATIENCE[where.vendor];
  const { url, fields } = dialect.address(where, message.endpoint);
  const request = written({ ...message, fields: { ...message.fields, ...fields } }, url);
  let sent: Sent = { status: 0, body: 'not tried', at: Date.now(), tookMs: 0, putOff: true, putOffs: 0 };
  let putOffs = 0;
  for (let left = tries; left > 0; left -= 1) {
    sent = { ...(await once(request, answerMs)), putOffs };
    pressure.note(sent.tookMs, sent.putOff);
    if (!sent.putOff) return { ...sent, putOffs };
    putOffs += 1;
    if (left > 1) await sleep(pauseMs);
  }
  return { ...sent, putOffs };
}

async function once(request: Written, answerMs: number): Promise<Omit<Sent, 'putOffs'>> {
  const asked = Date.now();
  const answered = (status: number, body: unknown): Omit<Sent, 'putOffs'> => ({
    status,
    body,
    at: Date.now(),
    tookMs: Date.now() - asked,
    putOff: status === 0 || status === 429 || status >= 500,
  });
  try {
    const response = await fetch(request.url, { ...request.init, signal: AbortSignal.timeout(answerMs) });
    const text = await response.text();
    return answered(response.status, readable(text));
  } catch (error) {
    return answered(0, error instanceof Error ? error.message : 'no answer');
  }
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // some answers are plain text
  }
}

interface Written {
  readonly url: string;
  readonly init: RequestInit;
}

function written({ encoding, fields }: Pick<Message, 'encoding' | 'fields'>, url: string): Written {
  switch (encoding) {
    case 'json':
      return {
        url,
        init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) },
      };
    case 'form':
      return { url, init: { method: 'POST', body: new URLSearchParams(inText(fields)) } };
    default:
      return { url: `${url}?${new URLSearchParams(inText(fields)).toString()}`, init: { method: 'GET' } };
  }
}

/** Forms and queries hold texts: whatever is nested is JSON in one. */
const inText = (fields: Fields): [string, string][] => Object.entries(fields).map(([key, value]) => [key, text(value)]);

const text = (value: Value): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
