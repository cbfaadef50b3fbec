import { openStage, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall } from '../spine/vendor-call.ts';
import type { JsonObject } from '../../vendors/json.ts';
import { openRecordingHost, type RecordingHost } from './recording-host.ts';

/** The product with a place where recordings lie, and two counsellors who listen to them. */
export interface Listeners {
  readonly stage: Stage;
  readonly host: RecordingHost;
  readonly asha: Person;
  readonly bilal: Person;
  /** A call of Asha's with a recording at this address, answered unless `fields` say otherwise; its id. */
  recorded(url: string, fields?: JsonObject): Promise<string>;
  /** Asks for the recording; as Asha, unless somebody else is named. */
  listen(id: string, headers?: Readonly<Record<string, string>>, who?: Person, method?: string): Promise<Response>;
  close(): Promise<void>;
}

const ANSWERED = { agent_no: ASHA, status: '1', call_duration: 60 };

export async function openListeners(): Promise<Listeners> {
  const [stage, host] = await Promise.all([openStage(), openRecordingHost()]);
  const [asha, bilal] = await Promise.all([stage.signIn('asha@demo.test'), stage.signIn('bilal@demo.test')]);
  return {
    stage,
    host,
    asha,
    bilal,
    recorded: async (url, fields = ANSWERED) => {
      const call = aVendorCall(stage);
      await call.rings(ASHA);
      await call.ends({ ...fields, resource_url: url });
      return (await call.shown()).id;
    },
    listen: async (id, headers = {}, who = asha, method = 'GET') =>
      await fetch(`${stage.url}/v1/calls/${id}/recording`, { method, headers: { cookie: who.cookie, ...headers } }),
    close: async () => {
      await stage.close();
      await host.stop();
    },
  };
}

export const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());
