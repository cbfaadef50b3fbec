import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import { Lines } from './line.ts';

/** A call as the vendor names it in each of its requests. */
export interface VendorCall {
  readonly call_id: string;
  readonly applicant_no: string;
}

const answer = z.object({ status: z.number(), data: z.array(z.object({ agent_number: z.string() })).optional() });
export type VendorAnswer = z.infer<typeof answer>;

/** A request that was not taken. */
export class Refused extends Error {
  readonly status: number;

  constructor(what: string, status: number) {
    super(`${what} was answered with ${status}`);
    this.status = status;
  }
}

type Endpoint = 'getCounsellor' | 'ivrCallNotification' | 'ivrCallBackDetails';

/** The vendor of the demo institute: it sends what a call's exchange sends, over as many connections as it needs. */
export class Vendor {
  private readonly lines: Lines;

  constructor(url: string) {
    this.lines = new Lines(url);
  }

  /** Asks whom to ring. */
  async ask(call: VendorCall): Promise<VendorAnswer> {
    return await this.send('getCounsellor', { ...call, did_no: demo.did.number });
  }

  /** Says that a counsellor's telephone rings. */
  async ring(call: VendorCall, agent: string): Promise<VendorAnswer> {
    return await this.send('ivrCallNotification', {
      ...call,
      agent_no: agent,
      did_no: demo.did.number,
      call_type: 'inbound',
    });
  }

  /** Reports the end of the call: a talk of a minute, or nobody picked up. */
  async report(call: VendorCall, agent: string, result: 'Answered' | 'Missed'): Promise<VendorAnswer> {
    const talk = result === 'Answered' ? { call_duration: '00:01:05' } : {};
    return await this.send('ivrCallBackDetails', {
      ...call,
      agent_no: agent,
      did_no: demo.did.number,
      status: result,
      ...talk,
    });
  }

  close(): void {
    this.lines.close();
  }

  /** Rejects with Refused when the request was not taken: a bench of refusals would measure nothing. */
  private async send(endpoint: Endpoint, fields: Readonly<Record<string, string>>): Promise<VendorAnswer> {
    const path = `/${endpoint}/${demo.institute.id}/${demo.vendor}`;
    const { status, body } = await this.lines.post(path, { secret_key: demo.secretKey, ...fields });
    if (status !== 200) throw new Refused(endpoint, status);
    const read = answer.parse(JSON.parse(body));
    if (endpoint !== 'getCounsellor' && read.status !== 1) throw new Refused(endpoint, status);
    return read;
  }
}
