import { randomInt } from 'node:crypto';
import { demo } from './demo-data.ts';

export interface Greeting {
  readonly apiUrl: string;
  readonly temporalUiUrl: string | null;
  readonly localDir: string;
  /** Null without demo data. */
  readonly demo: { readonly token: string; readonly tokenIsValid: boolean } | null;
  /** Of the call in the curl lines; a new one each start, since a call id is for ever one call. */
  readonly callId: string;
}

/** A call id no earlier start has printed. */
export function freshCallId(now: number): string {
  return `demo-${now}-${randomInt(1000, 10_000)}`;
}

/** What `npm start` says when everything works. */
export function greeting({ apiUrl, temporalUiUrl, localDir, demo: demoState, callId }: Greeting): string {
  const lines = [
    '',
    'Callthread is running.',
    `  desk         ${apiUrl}/`,
    `  API          ${apiUrl}   (${apiUrl}/openapi.json)`,
    ...(temporalUiUrl === null ? [] : [`  Temporal UI  ${temporalUiUrl}`]),
    `  data, logs   ${localDir}`,
  ];
  if (demoState !== null) lines.push(...demoLines(apiUrl, demoState, callId));
  return [...lines, '', 'Ctrl-C stops all of it; the data stays.', ''].join('\n');
}

function demoLines(
  apiUrl: string,
  { token, tokenIsValid }: { readonly token: string; readonly tokenIsValid: boolean },
  callId: string,
): readonly string[] {
  const [owner] = demo.counsellors;
  const [lead] = demo.leads;
  const call = `secret_key=${demo.secretKey}&call_id=${callId}&applicant_no=${lead.phones[0]}&agent_no=${owner.agent}&did_no=${demo.did.number}`;
  const curl = (endpoint: string, fields: string): string =>
    `  curl -sS '${apiUrl}/${endpoint}/${demo.institute.id}/${demo.vendor}' -d '${fields}'`;
  return [
    '',
    `Demo institute ${demo.institute.id}, ${demo.institute.name}; everybody's password is ${demo.password}`,
    ...[...demo.counsellors, demo.admin].map(({ name, email }) => `  ${email.padEnd(18)} ${name}`),
    tokenIsValid
      ? `  ${demo.vendor} token ${token}`
      : `  ${demo.vendor} token: rotated since, the first one is no longer valid`,
    '',
    `${lead.name} calls and ${owner.name}'s telephone rings: a card on her desk. Then the call back of a talk of two minutes:`,
    curl('ivrCallNotification', call),
    curl('ivrCallBackDetails', `${call}&status=Answered&call_duration=120`),
  ];
}
