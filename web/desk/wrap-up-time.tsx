import { Text } from '@mantine/core';
import { useNow } from '../shell/use-now.ts';
import { stopwatch } from '../words/time.ts';

/** What is left of a wrap-up's time, and what becomes of it at the end (product 6). */
export function WrapUpTime({ until }: { readonly until: string }) {
  const left = Math.ceil((Date.parse(until) - useNow()) / 1000);
  return (
    <Text size="xs" c="dimmed">
      {left > 0 ? (
        <>
          <Text component="strong" size="xs" fw={700} role="timer">
            {stopwatch(left)}
          </Text>{' '}
          left. Then you are free for the next call, and the wrap-up stays on your list.
        </>
      ) : (
        'Its time is over and you are free for calls. The wrap-up stays on your list until it is done.'
      )}
    </Text>
  );
}
