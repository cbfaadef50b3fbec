import { Button, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Popup } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import classes from './popup-card.module.css';

/** Other leads that share the number; the call can be given to one of them. */
export function CandidateList({ popup: { callId, candidates } }: { readonly popup: Popup }) {
  const { mutate, isPending } = useMutation({
    mutationFn: async (leadId: string) =>
      await request(`/v1/calls/${callId}/link`, { method: 'POST', body: { leadId } }),
    onSuccess: () => tellDone('The call belongs to that lead now.'),
    onError: tellProblem,
  });
  if (candidates.length === 0) return null;
  return (
    <ul className={classes.candidates} aria-label="Other leads with this number">
      {candidates.map(({ id, name, stage, owner }) => (
        <li key={id}>
          <span>
            Also on this number: <strong>{name === '' ? 'no name yet' : name}</strong> · {stage} ·{' '}
            {owner?.name ?? 'no owner'}
          </span>
          <Button variant="subtle" size="compact-xs" flex="none" disabled={isPending} onClick={() => mutate(id)}>
            It is them
            <VisuallyHidden>: give the call to {name === '' ? 'the lead without a name' : name}</VisuallyHidden>
          </Button>
        </li>
      ))}
    </ul>
  );
}
