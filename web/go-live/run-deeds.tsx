import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconPlayerPlay, IconPlayerStop, IconPrinter } from '@tabler/icons-react';
import { request } from '../api/request.ts';
import { tellProblem } from '../shell/tell.tsx';
import { goLiveQuery, type GoLiveResult } from './queries.ts';
import { useRehearsal, type Dialect } from './use-rehearsal.ts';
import classes from './go-live.module.css';

interface RunDeedsProps {
  readonly run: GoLiveResult;
  readonly dialect: Dialect;
  readonly onDialect: (dialect: Dialect) => void;
}

const DIALECTS: Readonly<Record<Dialect, string>> = { classic: 'Classic requests', own: 'The vendor’s own requests' };

/** What can be done with a check as a whole. */
export function RunDeeds({ run, dialect, onDialect }: RunDeedsProps) {
  const { id, mode, open, dialects } = run;
  const queries = useQueryClient();
  const { rehearse, isPending } = useRehearsal();
  const { mutate: finish, isPending: isFinishing } = useMutation({
    mutationFn: async () => await request<GoLiveResult>(`/v1/go-live/${id}/finish`, { method: 'POST' }),
    onSuccess: (over) => {
      queries.setQueryData(goLiveQuery(id).queryKey, over);
      void queries.invalidateQueries({ queryKey: ['go-live', 'list'] });
    },
    onError: tellProblem,
  });
  const rehearses = mode === 'rehearsal' && open;
  return (
    <div className={classes.deeds}>
      {rehearses && dialects.length > 1 && (
        <NativeSelect
          aria-label="Whose requests are played"
          data={dialects.map((value) => ({ value, label: DIALECTS[value] }))}
          value={dialect}
          // Of the options above.
          onChange={({ currentTarget }) => onDialect(currentTarget.value as Dialect)}
        />
      )}
      {rehearses && (
        <Button
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          loading={isPending}
          onClick={() => rehearse({ id, dialect })}
        >
          Rehearse all
        </Button>
      )}
      <Button
        variant="default"
        component="a"
        href={`/v1/go-live/${id}/report`}
        download
        leftSection={<IconDownload size={15} aria-hidden />}
      >
        Report
      </Button>
      <Button variant="default" leftSection={<IconPrinter size={15} aria-hidden />} onClick={() => window.print()}>
        Print
      </Button>
      {open && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={15} aria-hidden />}
          loading={isFinishing}
          onClick={() => finish()}
        >
          End the check
        </Button>
      )}
    </div>
  );
}
