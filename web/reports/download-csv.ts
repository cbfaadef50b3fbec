import { RequestProblem } from '../api/request.ts';

/** A report of years takes its time. */
const TIMEOUT_MS = 60_000;

/**
 * Saves a report as a file. A plain link would not do: the API answers CSV to whoever asks for it by `Accept`.
 *
 * @throws RequestProblem for everything but a good answer
 */
export async function downloadCsv(path: string, fileName: string): Promise<void> {
  const response = await fetch(path, {
    headers: { accept: 'text/csv' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw new RequestProblem(0, { code: 'no_answer', detail: 'The file could not be fetched. Try again.' });
  });
  if (!response.ok) {
    // Of our own server (api/problem.ts), or of something between that speaks no JSON.
    const problem: unknown = await response.json().catch(() => null);
    throw new RequestProblem(response.status, (problem ?? {}) as Readonly<Record<string, unknown>>);
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
