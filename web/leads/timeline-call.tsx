import { Button, Group, Loader, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call } from '../api/contract.ts';
import { callQuery, dispositionsQuery } from '../api/queries.ts';
import { request, sentenceOf } from '../api/request.ts';
import { useMay } from '../shell/session.tsx';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { readable } from '../words/number.ts';
import { LeadPicker } from './lead-picker.tsx';
import classes from './lead-page.module.css';

/** More of a call on a lead's timeline: its recording, how it was found to have gone, and whose it really is. */
export function TimelineCall({ callId, leadId }: { readonly callId: string; readonly leadId: string }) {
  const queries = useQueryClient();
  const { data: call, error } = useQuery(callQuery(callId));
  const { data: codes } = useQuery(dispositionsQuery);
  const [isLinking, linking] = useDisclosure();
  const { mutate: link } = useMutation({
    mutationFn: async (to: string) =>
      await request<Call>(`/v1/calls/${callId}/link`, { method: 'POST', body: { leadId: to } }),
    onSuccess: ({ lead }) => {
      tellDone(`The call belongs to ${lead?.name ?? 'that lead'} now.`);
      for (const key of ['leads', 'calls', 'missed']) void queries.invalidateQueries({ queryKey: [key] });
    },
    onError: tellProblem,
  });
  if (error !== null) return <div className={classes.call}>{sentenceOf(error)}</div>;
  if (call === undefined) return <Loader size="xs" aria-label="Loading" />;
  const { disposition } = call;
  const label = codes?.dispositions.find(({ code }) => code === disposition)?.label ?? disposition;
  return (
    <div className={classes.call}>
      <Recording call={call} />
      <Text size="sm">
        {[
          call.number === null ? 'Number withheld' : readable(call.number),
          call.did === null ? null : `dialled ${readable(call.did)}`,
          call.ringSeconds === null ? null : `rang ${call.ringSeconds} s`,
          label === null ? null : label,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </Text>
      <Group gap={8}>
        <Button variant="default" size="compact-xs" aria-expanded={isLinking} onClick={linking.toggle}>
          It was another student
        </Button>
      </Group>
      {isLinking && <LeadPicker callId={callId} without={leadId} deed="Link" onPick={({ id }) => link(id)} />}
    </div>
  );
}

const WORDS = {
  none: null,
  pending: 'The recording is not there yet.',
  lost: 'The vendor never gave the recording.',
} as const;

function Recording({ call: { id, recording } }: { readonly call: Call }) {
  const may = useMay();
  if (recording !== 'ready') {
    const word = WORDS[recording];
    return word === null ? null : (
      <Text size="sm" c="dimmed">
        {word}
      </Text>
    );
  }
  if (!may('recordings')) return null;
  // Nothing is fetched before somebody presses play. A call's recording has no captions: nobody has written it down.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return <audio controls preload="none" src={`/v1/calls/${id}/recording`} aria-label="Recording of the call" />;
}
