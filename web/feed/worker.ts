import { DeskHub, type TabPort } from './desk-hub.ts';
import type { FromTab } from './messages.ts';

/** The SharedWorker: its name is the user's id. It lives as long as one tab of theirs does. */
// Of a worker's own scope TypeScript's DOM library has no type beside the page's.
const scope = globalThis as unknown as EventTarget & { readonly name: string };
const hub = new DeskHub(scope.name);

scope.addEventListener('connect', (event) => {
  const [port] = event instanceof MessageEvent ? event.ports : [];
  if (port === undefined) return;
  const tab: TabPort = { post: (message) => port.postMessage(message) };
  port.addEventListener('message', ({ data }: MessageEvent<FromTab>) => hub.receive(tab, data));
  port.start();
});
