import { Button, Group, Loader, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Call } from '../api/contract.ts';
import { callQuery, dispositionsQuery } from '../api/queries.ts';
import { request, sentenceOf } from '../api/request.ts';
import { Recording } from '../calling/recording.tsx';
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
        <Button
          variant="subtle"
          size="compact-xs"
          renderRoot={(props) => <Link {...props} to="/operations/calls/$callId" params={{ callId }} />}
        >
          How it went
        </Button>
      </Group>
      {isLinking && <LeadPicker callId={callId} without={leadId} deed="Link" onPick={({ id }) => link(id)} />}
    </div>
  );
}
