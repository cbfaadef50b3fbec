import { STATUS_CODES } from 'node:http';
import { z, type ZodType } from 'zod';
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { Access, Endpoint } from './endpoint.ts';

type OpenApiDocument = ReturnType<typeof createDocument>;

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable, for programs.' }),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. Some codes carry more members.' });

const responsesOf = ({ spec }: Endpoint): ZodOpenApiResponsesObject => {
  const responses: ZodOpenApiResponsesObject = {
    default: { description: 'What went wrong', content: { 'application/problem+json': { schema: problem } } },
  };
  const others = Object.fromEntries((spec.alsoProduces ?? []).map((type) => [type, { schema: z.string() }]));
  for (const [status, schema] of Object.entries(spec.responses)) {
    const type = spec.produces ?? 'application/json';
    // The keys of `responses` are HTTP statuses, which begin with one of these digits.
    responses[status as `2${string}`] = {
      description: STATUS_CODES[status] ?? status,
      ...(schema === null ? {} : { content: { [type]: { schema }, ...others } }),
    };
  }
  return responses;
};

/** Path parameters no schema describes are texts. */
const pathParameters = ({ spec }: Endpoint): ZodType | null => {
  if (spec.params !== undefined) return spec.params;
  const names = [...spec.path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  return names.length === 0 ? null : z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
};

const parametersOf = (endpoint: Endpoint): ZodOpenApiParameters => {
  const path = pathParameters(endpoint);
  const { query, headers } = endpoint.spec;
  // zod-openapi wants schemas of objects; that a path's and a query's are objects is in their nature.
  const asObject = (schema: ZodType) => schema as ZodType<unknown, Record<string, unknown>>;
  return {
    ...(path === null ? {} : { path: asObject(path) }),
    ...(query === undefined ? {} : { query: asObject(query) }),
    ...(headers === undefined ? {} : { header: asObject(headers) }),
  };
};

const securityOf = (access: Access) => {
  if (access === 'public') return [];
  return access === 'operator' ? [{ operator: [] }] : [{ session: [] }, { bearer: [] }];
};

const operationOf = (endpoint: Endpoint): ZodOpenApiOperationObject => {
  const { access, summary, body, consumes } = endpoint.spec;
  const permission = access === 'public' || access === 'operator' || access === 'signed-in' ? null : access;
  return {
    summary,
    ...(permission === null ? {} : { description: `Needs the permission \`${permission}\`.` }),
    security: securityOf(access),
    requestParams: parametersOf(endpoint),
    ...(body === undefined ? {} : { requestBody: { content: { 'application/json': { schema: body } } } }),
    ...(consumes === undefined ? {} : { requestBody: { content: { [consumes]: { schema: z.string() } } } }),
    responses: responsesOf(endpoint),
  };
};

/** The OpenAPI 3.1 document of these endpoints, made from the schemas that validate, and of what vendors call. */
export const describeApi = (endpoints: readonly Endpoint[], extraPaths: ZodOpenApiPathsObject): OpenApiDocument => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const endpoint of endpoints) {
    const { path, method } = endpoint.spec;
    paths[path] = { ...paths[path], [method]: operationOf(endpoint) };
  }
  const document = {
    openapi: '3.1.0' as const,
    info: {
      title: 'Callthread',
      version: '1',
      description: 'Calls between telephony vendors and the admissions desk.',
    },
    paths: { ...extraPaths, ...paths },
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'callthread_session' },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, or a token of the institution’s own OpenID Connect provider.',
        },
        operator: {
          type: 'http',
          scheme: 'bearer',
          description: 'The operator’s key; without one configured these calls answer 404.',
        },
      },
    },
  } satisfies ZodOpenApiObject;
  // A branded id or a transformed text shows as anything, rather than that one field takes the whole document away.
  return createDocument(document, { allowEmptySchema: { custom: true, transform: true } });
};
