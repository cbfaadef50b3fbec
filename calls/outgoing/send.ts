import { Webhook as Signer } from 'standardwebhooks';
import { readRetryAfter } from '../../domain/outgoing/retries.ts';
import type { EpochMs } from '../../domain/ids.ts';
import type { Http, HttpProblem } from '../../vendors/http.ts';

/** How long an endpoint may take to answer. Its answer's body is not read. */
const ANSWERS_WITHIN_MS = 15_000;

export interface Message {
  /** `webhook-id`: the same however often it is sent. */
  readonly id: string;
  readonly url: string;
  /** Each signs it; the newest first. */
  readonly secrets: readonly string[];
  readonly body: string;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

export type Sent =
  | { readonly ok: true; readonly status: number }
  | {
      readonly ok: false;
      /** What it answered; null when it did not. */
      readonly status: number | null;
      readonly problem: HttpProblem | 'answered_otherwise' | 'redirected' | 'gone';
      readonly patientUntil: EpochMs | null;
    };

/** Sends one signed message (Standard Webhooks). Taken is what is answered with 2xx; a redirect is not followed. Never throws. */
export async function sendMessage(http: Http, { id, url, secrets, body, now, signal }: Message): Promise<Sent> {
  const at = new Date(now);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Callthread-Webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': secrets.map((secret) => new Signer(secret).sign(id, at, body)).join(' '),
  };
  const answer = await http.open({
    method: 'POST',
    url: new URL(url),
    headers,
    body,
    timeoutMs: ANSWERS_WITHIN_MS,
    signal,
  });
  if (!answer.ok) return { ok: false, status: null, problem: answer.problem, patientUntil: null };
  answer.body.destroy();
  const { status } = answer;
  if (status >= 200 && status < 300) return { ok: true, status };
  const problem = status === 410 ? 'gone' : status >= 300 && status < 400 ? 'redirected' : 'answered_otherwise';
  return { ok: false, status, problem, patientUntil: readRetryAfter(answer.headers['retry-after'], now) };
}
