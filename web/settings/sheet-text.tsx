import { useQuery } from '@tanstack/react-query';
import { CopyButton } from './copy-button.tsx';
import { textWithRequest } from './text-request.ts';
import type { Rotation } from './contract.ts';
import { SETTINGS } from './queries.ts';

/** The whole sheet as a page to send, with what was made a moment ago in its place. */
export function SheetText({ vendor, made }: { readonly vendor: string; readonly made: Rotation | null }) {
  const { data } = useQuery({
    queryKey: [...SETTINGS, 'sheet', vendor, 'text'],
    queryFn: async ({ signal }) =>
      await textWithRequest(`/v1/settings/telephony/${vendor}/sheet`, 'text/markdown', signal),
  });
  if (data === undefined) return null;
  const text = data
    .replaceAll('<token>', made?.token ?? '<token>')
    .replaceAll('<secret key>', made?.secretKey ?? '<secret key>');
  return (
    <CopyButton text={text} what="the whole sheet" size="xs">
      Copy the whole sheet
    </CopyButton>
  );
}
