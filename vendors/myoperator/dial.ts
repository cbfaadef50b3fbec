import { createHash } from 'node:crypto';
import { phoneKey } from '../../domain/numbers/phone.ts';
import type { Dialled, DialRequest, VendorAccount, VendorTools } from '../adapter.ts';
import { askInTurn, failure } from '../ask-in-turn.ts';
import { dialFailure, idFrom } from '../dial-failure.ts';
import { readAnswer } from './answer.ts';
import type { MyoperatorSettings } from './settings.ts';

/** No limit of dialling is published; a burst of clicks is a burst of requests at one gateway. */
const gapMs = 100;

/**
 * Rings the counsellor, then the student (vendors.md 3.1): by the counsellor's id in the panel or by their number, never
 * both, which is refused. `reference_id` is ours; the API refuses one it has seen.
 */
export const dial = async (
  { account, settings, tools }: { account: VendorAccount; settings: MyoperatorSettings; tools: VendorTools },
  request: DialRequest,
  signal?: AbortSignal,
): Promise<Dialled> => {
  const { authenticationKey: key } = account;
  const { companyId, secretToken, publicIvrId } = settings;
  if (!key || !companyId || !secretToken || !publicIvrId) return dialFailure(failure('credentials_refused'));
  const base = settings.apiUrl.replace(/\/+$/, '');
  const session = tools.sessions.of(
    createHash('sha256')
      .update(JSON.stringify(['myoperator', base, key]))
      .digest('hex'),
  );
  const callerId = request.callerId ?? settings.callerId;
  const said = await askInTurn(
    { tools, session, gapMs },
    {
      method: 'POST',
      url: new URL(request.url ?? `${base}/obd-api-v1`),
      headers: { 'content-type': 'application/json', 'x-api-key': key.trim() },
      body: JSON.stringify({
        company_id: companyId,
        secret_token: secretToken,
        type: '1',
        number: request.number,
        ...agentOf(request, settings, account.country),
        public_ivr_id: publicIvrId,
        reference_id: request.reference,
        ...(callerId === null ? {} : { caller_id: callerId }),
      }),
      ...(signal && { signal }),
      ...(request.notAfter !== undefined && { notAfter: request.notAfter }),
    },
  );
  const answer = said.ok ? readAnswer(said) : said;
  if (!answer.ok) return dialFailure(answer);
  // That it is the `uid` of the call's events is not said anywhere: it only stands beside it.
  return { result: 'accepted', callId: null, vendorRef: idFrom(answer.json['unique_id']) };
};

/** A counsellor without an id in the panel is rung by number, whatever the account prefers. */
const agentOf = ({ vendorUserId, agentNumber }: DialRequest, { dialMethod }: MyoperatorSettings, country: string) =>
  dialMethod === 'user' && vendorUserId
    ? { user_id: vendorUserId }
    : { number_2: phoneKey(agentNumber, country) ?? agentNumber };
