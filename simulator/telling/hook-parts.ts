import { z } from 'zod';
import type { Dialect, Where } from './dialect.ts';
import type { Message } from './message.ts';

/** What the five vendors' own dialects share: where they are heard, and what a doubled or late report is. */

/** A vendor's own address (contract 2). Whom to ring, vendors without a routing of their own ask classically. */
export const ownAddress = ({ url, vendor, token }: Where, endpoint: string): ReturnType<Dialect['address']> => ({
  url:
    endpoint === 'getCounsellor'
      ? `${url}/webhooks/v1/${token}/getCounsellor`
      : `${url}/vendors/${vendor}/${token}/${endpoint}`,
  fields: {},
});

/** An event is taken when it is answered with 2xx: vendors look at nothing else. */
export const isOk = (status: number): boolean => status >= 200 && status < 300;

const classicAnswer = z.object({ data: z.array(z.object({ agent_number: z.string() })) });

export const readClassicAnswer: Dialect['readAnswer'] = (status, body) => {
  const read = classicAnswer.safeParse(body);
  return status === 200 && read.success ? read.data.data.map(({ agent_number }) => agent_number) : null;
};

/** The end told twice, a moment later (vendors.md 6, 6). */
export const twice = (message: Message): readonly Message[] => [message, { ...message, at: message.at + 1 }];
