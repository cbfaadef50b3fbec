import { request } from '../api/request.ts';
import { AskFirst } from './ask-first.tsx';
import type { NumbersSettings } from './contract.ts';
import { useRefreshSettings } from './use-setting.ts';

const PATH = '/v1/settings/numbers';

/** Takes a number off the list. */
export function RemoveNumber({ number }: { readonly number: string }) {
  const refresh = useRefreshSettings();
  return (
    <AskFirst
      button="Remove"
      of={number}
      title={`Remove ${number}?`}
      says="Calls on it still come in, without campaign. What was counted for its campaign stays as it is."
      confirm="Remove it"
      done="The number is removed."
      deed={async () => {
        const { dids } = await request<NumbersSettings>(PATH);
        const body = { dids: dids.filter((one) => one.number !== number) };
        await request<NumbersSettings>(PATH, { method: 'PUT', body });
        refresh();
      }}
    />
  );
}
