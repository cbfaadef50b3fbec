import { RequestProblem } from '../api/request.ts';

/** In ms. */
const WITHIN_MS = 20_000;

/** What an address of the API answers in another type than JSON. Throws RequestProblem. */
export async function textWithRequest(path: string, accept: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(path, {
    headers: { accept },
    signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
  });
  if (!response.ok) throw new RequestProblem(response.status, {});
  return await response.text();
}
