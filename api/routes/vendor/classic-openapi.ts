import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { allAdapters } from '../../../vendors/registry.ts';

/** How the classic endpoints look in the OpenAPI document. They are tolerant: what is wrong in an optional field costs nothing. */

const text = (description: string) => z.string().optional().meta({ description });
const required = (description: string) => z.string().meta({ description });

const secret = {
  secret_key: text('The institute’s web-service secret; in the body, the query or the header X-Secret-Key.'),
};
const routing = {
  applicant_no: required('The student’s number, any spelling.'),
  call_id: text('The vendor’s id of the call; joins its requests.'),
  did_no: text('The virtual number that was dialled.'),
};
const popup = {
  ...routing,
  agent_no: required('The counsellor who is being rung.'),
  call_type: text('inbound, outbound or campaign.'),
};
const callBack = {
  ...routing,
  agent_no: text('The counsellor who took it; empty when nobody was.'),
  status: required('1, true, answered, … or 0, false, missed, busy, …'),
  call_type: text('inbound, outbound or campaign.'),
  start_time: text('YYYY-MM-DD HH:MM:SS in the institute’s zone, ISO 8601 with offset, or epoch s/ms.'),
  end_time: text('As start_time.'),
  call_duration: text('Talk: seconds, HH:MM:SS or MM:SS.'),
  resource_url: text('The recording.'),
};

const plain = z.object({ status: z.int(), message: z.string() });
const taken = plain.extend({ call_id: z.string().optional() });
const routed = z.object({ data: z.array(z.object({ agent_number: z.string() })), status: z.int() });
const lead = z.object({
  lead_id: z.string(),
  name: z.string(),
  stage: z.string(),
  owner: z.object({ name: z.string(), agent_number: z.string().nullable() }).nullable(),
  applications: z.array(z.object({ form: z.string(), status: z.string() })),
});
const opportunity = z.object({ status: z.int(), data: lead.nullable() });

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
const refusals = {
  400: { description: 'Unreadable body, or not an object.', ...json(plain) },
  401: { description: 'Invalid Secret Key.', ...json(plain) },
  403: { description: 'Invalid Vendor: not set up for the institute.', ...json(plain) },
  404: { description: 'Vendor Not Found.', ...json(plain) },
  413: { description: 'Longer than 256 KiB.', ...json(plain) },
  415: { description: 'No readable content type.', ...json(plain) },
  422: { description: 'A required field is missing.', ...json(plain.loose()) },
  429: { description: 'Over the rate limit; send again after Retry-After.', ...json(plain) },
  503: { description: 'The database is away; send again after Retry-After.', ...json(plain) },
};

const names = {
  getCounsellor: { summary: 'Whom to ring, in ringing order.', fields: routing, answer: routed },
  getOpportunity: {
    summary: 'The lead a number belongs to.',
    fields: { applicant_no: routing.applicant_no },
    answer: opportunity,
  },
  ivrCallNotification: { summary: 'A counsellor is being rung: shows the pop-up.', fields: popup, answer: taken },
  ivrCallBackDetails: {
    summary: 'How the call, or one counsellor’s leg of it, ended.',
    fields: callBack,
    answer: taken,
  },
} as const;

type Name = keyof typeof names;

function pathItem(name: Name, isClassic: boolean): ZodOpenApiPathsObject[string] {
  const { summary, fields, answer } = names[name];
  const schema = z.looseObject(isClassic ? { ...secret, ...fields } : fields);
  const parameters = isClassic
    ? z.object({ institute: z.string(), vendor: z.enum(allAdapters.map(({ slug }) => slug)) })
    : z.object({ token: z.string() });
  const common = {
    summary,
    tags: ['vendors'],
    responses: { 200: { description: 'Answer.', ...json(answer) }, ...refusals },
  };
  const content = {
    'application/json': { schema },
    'application/x-www-form-urlencoded': { schema },
    'multipart/form-data': { schema },
  };
  return {
    get: { ...common, requestParams: { path: parameters, query: schema } },
    post: { ...common, requestParams: { path: parameters }, requestBody: { content } },
  };
}

const classic: readonly Name[] = ['getCounsellor', 'ivrCallNotification', 'ivrCallBackDetails'];
const byToken: readonly Name[] = [...classic, 'getOpportunity'];

export const classicPaths: ZodOpenApiPathsObject = Object.fromEntries([
  ...classic.map((name) => [`/${name}/{institute}/{vendor}`, pathItem(name, true)] as const),
  ...byToken.map((name) => [`/webhooks/v1/{token}/${name}`, pathItem(name, false)] as const),
]);
