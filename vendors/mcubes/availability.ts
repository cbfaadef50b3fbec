import type { AvailabilityTold, VendorUser } from '../adapter.ts';
import { readAnswer, send, type McubesAccount } from './dial.ts';
import { baseOf } from './settings.ts';

/** Puts a soft phone's user on break, or ends it, by the e-mail address they sign in there with (vendors.md 5.1). */
export const setTakingCalls = async (
  account: McubesAccount,
  { vendorUserId, email }: VendorUser,
  takingCalls: boolean,
  signal?: AbortSignal,
): Promise<AvailabilityTold> => {
  if (account.settings.mode !== 'softphone') return { result: 'unsupported' };
  const said = await send(account, {
    method: 'POST',
    url: new URL(`${baseOf(account.settings)}/Break-api/break-api`),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      HTTP_AUTHORIZATION: account.key,
      // An id entered beside the number is the address there, where it is not the one here.
      email: vendorUserId?.includes('@') ? vendorUserId : email,
      break: takingCalls ? 0 : 1,
      break_reason: takingCalls ? '' : 'Not taking calls',
    }),
    ...(signal && { signal }),
  });
  const answer = said.ok ? readAnswer(said) : said;
  return answer.ok ? { result: 'done' } : { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };
};
