import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { describeApi } from '../openapi.ts';

/**
 * `GET /openapi.json` for these endpoints and itself.
 * @param extraPaths Of what vendors call, which lies outside the endpoints.
 */
export const openapiRoutes = (
  endpoints: readonly Endpoint[],
  extraPaths: ZodOpenApiPathsObject = {},
): readonly Endpoint[] => {
  const itself: Endpoint = endpoint(
    {
      method: 'get',
      path: '/openapi.json',
      summary: 'This document.',
      access: 'public',
      responses: { 200: z.record(z.string(), z.unknown()) },
    },
    async () => await Promise.resolve({ status: 200, body: document() }),
  );
  let made: ReturnType<typeof describeApi> | undefined;
  const document = () => (made ??= describeApi([...endpoints, itself], extraPaths));
  return [itself];
};
