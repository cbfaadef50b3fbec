import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { bodyOf, listen } from '../../simulator/listen.ts';
import { eventually, type Person } from '../spine/stage.ts';

/** One request as it came. */
export interface Message {
  readonly path: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Of JSON of whatever shape: tests say what they expect of it. */
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any
  /** How many requests were under way when it came, itself among them. */
  readonly atOnce: number;
}

type Answer = (response: ServerResponse, message: Message) => void;

/** Somebody's endpoint for webhooks. */
export interface Receiver {
  readonly url: string;
  readonly messages: Message[];
  /** How it answers at a path from now on; 204 everywhere else. */
  answers(path: string, answer: Answer): void;
  /** The messages at a path of this type, once there are so many. */
  received(path: string, type: string, many?: number): Promise<readonly Message[]>;
  stop(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const messages: Message[] = [];
  const answers = new Map<string, Answer>();
  let atOnce = 0;
  const server = await listen(0, async (request: IncomingMessage, response: ServerResponse) => {
    atOnce += 1;
    response.once('close', () => (atOnce -= 1));
    const text = await bodyOf(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const message = {
      path: request.url ?? '',
      id: headers['webhook-id'] ?? '',
      headers,
      text,
      body: JSON.parse(text),
      atOnce,
    };
    messages.push(message);
    const answer = answers.get(message.path);
    if (answer === undefined) response.writeHead(204).end();
    else answer(response, message);
  });
  const of = (path: string, type: string) =>
    messages.filter((message) => message.path === path && message.body.type === type);
  return {
    url: server.url,
    messages,
    answers: (path, answer) => void answers.set(path, answer),
    received: async (path, type, many = 1) =>
      await eventually(async () => await Promise.resolve(of(path, type).length >= many ? of(path, type) : null)),
    stop: server.stop,
  };
}

/** What the library's own verifier makes of a message; throws for one that is not signed with the secret. */
export function verified(message: Message, secret: string): unknown {
  return new Webhook(secret).verify(message.text, { ...message.headers });
}

export interface Subscribed {
  readonly id: string;
  readonly secret: string;
  /** Where its messages come to, at the receiver. */
  readonly path: string;
}

let subscriptions = 0;

/** Has the admin subscribe the receiver to events, at a path of its own. */
export async function subscribe(
  admin: Person,
  receiver: Receiver,
  events: readonly string[],
  more: object = {},
): Promise<Subscribed> {
  subscriptions += 1;
  const path = `/hook-${subscriptions}`;
  const { status, body } = await admin.call('POST', '/v1/settings/webhooks', {
    url: `${receiver.url}${path}`,
    events,
    ...more,
  });
  if (status !== 201) throw new Error(`The webhook was refused: ${JSON.stringify(body)}`);
  return { id: body.id, secret: body.secret, path };
}
