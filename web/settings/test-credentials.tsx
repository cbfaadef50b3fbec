import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { request, sentenceOf } from '../api/request.ts';
import type { CredentialTest, Vendor } from './contract.ts';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

/** Longer than the API takes for it: the vendor is waited for. In ms. */
const WITHIN_MS = 30_000;

/** Tries the stored credentials at the vendor; no call is placed. */
export function TestCredentials({ vendor, isDirty }: { readonly vendor: Vendor; readonly isDirty: boolean }) {
  const refresh = useRefreshSettings();
  const { vendor: slug, canTest } = vendor;
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () =>
      await request<CredentialTest>(`/v1/settings/telephony/${slug}/test`, { method: 'POST', timeoutMs: WITHIN_MS }),
    onSettled: refresh,
  });
  if (!canTest) {
    return (
      <div className={classes.block}>
        <Text size="sm" c="dimmed">
          This vendor offers nothing by which its key could be tried: the first call dialled shows whether it is right.
        </Text>
      </div>
    );
  }
  return (
    <div className={classes.block}>
      <div className={classes.item}>
        <span className={classes.itemWords} role="status">
          {error !== null && sentenceOf(error)}
          {error === null && data === undefined && <Before vendor={vendor} />}
          {data?.ok === true && <Mark tone="talk">The vendor accepts the stored key</Mark>}
          {data?.ok === false && (
            <>
              <Mark tone="miss">Not accepted</Mark> {data.text}
            </>
          )}
        </span>
        <Button variant="default" loading={isPending} disabled={isDirty} onClick={() => mutate()}>
          Test the key
        </Button>
      </div>
      {isDirty && (
        <Text size="xs" c="dimmed" mt={4}>
          What is stored is tested: save first.
        </Text>
      )}
    </div>
  );
}

/** How the last test went. */
function Before({ vendor: { tested } }: { readonly vendor: Vendor }) {
  const clock = useClock();
  if (tested === null) return <>Whether the vendor accepts what is stored was not tested yet.</>;
  const when = `Tested ${clock.when(tested.at)}`;
  if (tested.changedSince) return <>{when}, and changed since: test it again.</>;
  return (
    <>
      <Mark tone={tested.ok ? 'talk' : 'miss'}>{tested.ok ? 'Accepted' : 'Not accepted'}</Mark> {when}.{' '}
      {tested.text ?? ''}
    </>
  );
}
