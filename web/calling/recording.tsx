import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Call } from '../api/contract.ts';
import { request, sentenceOf } from '../api/request.ts';
import { useMay } from '../shell/session.tsx';

const WORDS = {
  none: null,
  pending: 'The recording is not there yet.',
  lost: 'The vendor never gave the recording.',
} as const;

/** The recording of a call to listen to, or why there is none to be heard. */
export function Recording({ call: { id, recording } }: { readonly call: Call }) {
  const mayListen = useMay()('recordings');
  const source = `/v1/calls/${id}/recording`;
  // A player is told of no reason: whoever wants to know asks for the first byte.
  const why = useMutation({ mutationFn: async () => await request<null>(source, { headers: { Range: 'bytes=0-0' } }) });
  if (recording !== 'ready') {
    const word = WORDS[recording];
    return word === null ? null : (
      <Text size="sm" c="dimmed">
        {word}
      </Text>
    );
  }
  if (!mayListen) return null;
  return (
    <>
      {/* Nothing is fetched before somebody presses play. A call's recording has no captions: nobody has written it down. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <audio
        controls
        preload="none"
        src={source}
        aria-label="Recording of the call"
        onError={() => why.mutate()}
        onPlaying={() => why.reset()}
      />
      {!why.isIdle && !why.isPending && (
        <Text size="sm" role="alert">
          {why.isError ? sentenceOf(why.error) : 'This browser can not play the recording.'}
        </Text>
      )}
    </>
  );
}
