import { useNow } from '../shell/use-now.ts';
import { stopwatch } from '../words/time.ts';

/** The time since something began, as it runs. */
export function Stopwatch({ since }: { readonly since: string }) {
  const now = useNow();
  return <span aria-hidden>{stopwatch((now - Date.parse(since)) / 1000)}</span>;
}
