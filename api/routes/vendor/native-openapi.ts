import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { VendorAdapter } from '../../../vendors/adapter.ts';
import { NOBODY, type NativeAnswer, type NativeEndpoint } from '../../../vendors/native.ts';
import { allAdapters } from '../../../vendors/registry.ts';

/** How vendors' own endpoints look in the OpenAPI document: what they send is theirs to document, and every field of it is optional. */

const anything = z.looseObject({});
const plain = z.object({ status: z.int(), message: z.string() });
const token = z.object({
  token: z
    .string()
    .meta({ description: 'The account’s token; it names institute and vendor, and is the only credential.' }),
});

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
const refusals: ZodOpenApiResponsesObject = {
  400: { description: 'Unreadable body, or not an object.', ...json(plain) },
  401: { description: 'Unknown token, or another vendor’s.', ...json(plain) },
  403: { description: 'The vendor is not set up, or the address is not among those allowed.', ...json(plain) },
  413: { description: 'Longer than 256 KiB.', ...json(plain) },
  415: { description: 'No readable content type.', ...json(plain) },
};
const sentAgain: ZodOpenApiResponsesObject = {
  429: { description: 'Over the rate limit; send again after Retry-After.', ...json(plain) },
  503: { description: 'The database is away; send again after Retry-After.', ...json(plain) },
};

/** An answer's status and type, whatever it says. */
function shapeOf({ httpStatus, body }: NativeAnswer): ZodOpenApiResponsesObject {
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  // The adapter's statuses are HTTP's.
  const status = String(httpStatus) as `${1 | 2 | 3 | 4 | 5}${string}`;
  return {
    [status]: {
      description: 'Answer.',
      content: { [type]: { schema: typeof body === 'string' ? z.string() : z.json() } },
    },
  };
}

function operationOf(
  { name }: VendorAdapter,
  { summary, answerRouting, answerEvent }: NativeEndpoint,
): ZodOpenApiOperationObject {
  const nobody = answerRouting?.(NOBODY);
  return {
    summary: `${name}: ${summary}`,
    tags: ['vendors'],
    security: [],
    responses: { ...refusals, ...(nobody ? shapeOf(nobody) : sentAgain), ...shapeOf(answerEvent()) },
  };
}

function pathItem(adapter: VendorAdapter, endpoint: NativeEndpoint): ZodOpenApiPathsObject[string] {
  const operation = operationOf(adapter, endpoint);
  const content = {
    'application/json': { schema: anything },
    'application/x-www-form-urlencoded': { schema: anything },
    'multipart/form-data': { schema: anything },
  };
  return {
    ...(endpoint.methods.includes('GET') ? { get: { ...operation, requestParams: { path: token } } } : {}),
    ...(endpoint.methods.includes('POST')
      ? { post: { ...operation, requestParams: { path: token }, requestBody: { content } } }
      : {}),
  };
}

export const nativePaths: ZodOpenApiPathsObject = Object.fromEntries(
  allAdapters.flatMap((adapter) =>
    adapter.endpoints.map(
      (endpoint) => [`/vendors/${adapter.slug}/{token}/${endpoint.name}`, pathItem(adapter, endpoint)] as const,
    ),
  ),
);
