import { QueryCache, QueryClient } from '@tanstack/react-query';
import { RequestProblem } from './request.ts';

const isFinal = (error: unknown): boolean =>
  error instanceof RequestProblem && error.status >= 400 && error.status < 500;

/**
 * What was read of the API. It is looked at again when a tab comes into sight; what the feed tells of is looked at when it
 * does. The API's refusals are answers: asked again are only those who got none.
 *
 * @param onSignedOut the session is over, as an answer shows
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        const isOver = error instanceof RequestProblem && error.code === 'not_signed_in';
        if (!isOver || query.queryKey[0] === 'session') return;
        client.removeQueries({ queryKey: ['session'] });
        onSignedOut();
      },
    }),
    defaultOptions: {
      queries: { staleTime: 5000, retry: (failures, error) => !isFinal(error) && failures < 3 },
      // A change is somebody's deed: whether to do it again is for them to say.
      mutations: { retry: false },
    },
  });
  return client;
}
