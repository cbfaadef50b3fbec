import { useNow } from '../shell/use-now.ts';
import { stopwatch } from '../words/time.ts';

interface SinceProps {
  readonly since: string;
  /** How far the machine's clock is behind the server's. */
  readonly behindMs: number;
}

/** How long something has lasted, as it runs, by the server's clock. */
export function Since({ since, behindMs }: SinceProps) {
  const now = useNow();
  return <>{stopwatch((now + behindMs - Date.parse(since)) / 1000)}</>;
}
