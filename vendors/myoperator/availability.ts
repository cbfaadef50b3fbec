import type { AvailabilityTold, VendorUser } from '../adapter.ts';
import type { Logs } from './logs.ts';

/** Whether MyOperator rings a user: only by their id in the panel (vendors.md 3.1). */
export const setTakingCalls = async (
  logs: Logs,
  { vendorUserId }: VendorUser,
  takingCalls: boolean,
  signal?: AbortSignal,
): Promise<AvailabilityTold> => {
  if (vendorUserId === null) return { result: 'unsupported' };
  const answer = await logs.put('/user', { uuid: vendorUserId, receive_calls: takingCalls ? '1' : '0' }, signal);
  return answer.ok ? { result: 'done' } : { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };
};
