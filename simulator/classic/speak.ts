import { z } from 'zod';
import type { Dialect, Question, Where } from '../telling/dialect.ts';
import { bare, spelled } from '../telling/numbers.ts';
import { classicMessages } from './dialect.ts';

const answerShape = z.strictObject({
  data: z.array(z.strictObject({ agent_number: z.string() })),
  status: z.literal([0, 1]),
});
const takenShape = z.object({ status: z.literal(1) });

const question = ({ call, callId, has, random }: Question): ReturnType<Dialect['question']> => ({
  endpoint: 'getCounsellor',
  encoding: random.pick(['json', 'form', 'query']),
  fields: {
    applicant_no: has('mixed_formats') ? spelled(random, call.student.number) : bare(call.student.number),
    // A lookup that knows the id sends it; not all do (contract 1.1: optional).
    ...(random.chance(0.8) && { call_id: callId }),
    did_no: bare(call.did.number),
  },
  named: true,
});

const withSecret = (
  { url, institute, vendor, secretKey }: Where,
  endpoint: string,
): ReturnType<Dialect['address']> => ({
  url: `${url}/${endpoint}/${institute}/${vendor}`,
  fields: { secret_key: secretKey },
});

const withToken = ({ url, token }: Where, endpoint: string): ReturnType<Dialect['address']> => ({
  url: `${url}/webhooks/v1/${token}/${endpoint}`,
  fields: {},
});

/** The classic dialect (contract 1), which every vendor speaks: at the classic addresses, or at those with a token. */
export const classic = (by: 'secret' | 'token'): Dialect => ({
  question,
  readAnswer: (status, body) => {
    const read = answerShape.safeParse(body);
    return status === 200 && read.success ? read.data.data.map(({ agent_number }) => agent_number) : null;
  },
  messages: classicMessages,
  address: by === 'secret' ? withSecret : withToken,
  isTaken: (status, body) => status === 200 && takenShape.safeParse(body).success,
});
