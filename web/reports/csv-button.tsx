import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { tellProblem } from '../shell/tell.tsx';
import { downloadCsv } from './download-csv.ts';
import { addressOf, type ReportName } from './queries.ts';
import { useReport } from './use-report.ts';

interface CsvButtonProps {
  readonly report: ReportName;
  /** What the file is called, before its days. */
  readonly name: string;
  readonly label?: string;
}

/** Has the report, as it is asked for, saved as a file for a spreadsheet. */
export function CsvButton({ report, name, label = 'Download CSV' }: CsvButtonProps) {
  const { asked } = useReport();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => await downloadCsv(addressOf(report, asked), `${name} ${asked.from} to ${asked.to}.csv`),
    onError: tellProblem,
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={15} aria-hidden />}
      loading={isPending}
      onClick={() => mutate()}
    >
      {label}
    </Button>
  );
}
