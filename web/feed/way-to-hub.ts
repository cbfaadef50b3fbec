import { randomId } from '../api/random-id.ts';
import { DeskHub, type TabPort } from './desk-hub.ts';
import type { FromTab, ToTab } from './messages.ts';

/** How a tab speaks with the browser's hub. */
export interface WayToHub {
  readonly post: (message: FromTab) => void;
  readonly close: () => void;
}

export interface HubListener {
  readonly hear: (message: ToTab) => void;
  /** There is a hub, the first or a new one: it must be greeted. */
  readonly onHub: () => void;
}

/** By a SharedWorker; where there is none by a leader among the tabs; where tabs can't know of each other each for itself. */
export function openWay(userId: string, listener: HubListener): WayToHub {
  if ('SharedWorker' in globalThis) return byWorker(userId, listener);
  if ('locks' in navigator) return byLeader(userId, listener);
  return alone(userId, listener);
}

function byWorker(userId: string, { hear, onHub }: HubListener): WayToHub {
  const { port } = new SharedWorker(new URL('./worker.ts', import.meta.url), { type: 'module', name: userId });
  port.addEventListener('message', ({ data }: MessageEvent<ToTab>) => hear(data));
  port.start();
  queueMicrotask(onHub);
  return { post: (message) => port.postMessage(message), close: () => port.close() };
}

interface Envelope {
  /** A tab's id, or 'hub', or 'all'. */
  readonly to: string;
  readonly from: string;
  readonly message: FromTab | ToTab | 'new_hub';
}

/** The tab that gets the lock holds the hub; the others reach it by a channel. It closes, and another one gets the lock. */
function byLeader(userId: string, { hear, onHub }: HubListener): WayToHub {
  const me = randomId();
  const channel = new BroadcastChannel(`callthread-desk-${userId}`);
  const closing = new AbortController();
  let own: { readonly hub: DeskHub; readonly ports: Map<string, TabPort> } | null = null;

  const post = (message: FromTab): void => {
    if (own === null) channel.postMessage({ to: 'hub', from: me, message } satisfies Envelope);
    else own.hub.receive(portOf(me), message);
  };
  const portOf = (tab: string): TabPort => {
    const known = own?.ports.get(tab);
    if (known !== undefined) return known;
    const port: TabPort = {
      post: (message) =>
        tab === me ? hear(message) : channel.postMessage({ to: tab, from: 'hub', message } satisfies Envelope),
    };
    own?.ports.set(tab, port);
    return port;
  };

  channel.addEventListener('message', ({ data: { to, from, message } }: MessageEvent<Envelope>) => {
    if (message === 'new_hub') onHub();
    // Who is the receiver says which of the two kinds a message is.
    else if (to === 'hub') own?.hub.receive(portOf(from), message as FromTab);
    else if (to === me) hear(message as ToTab);
  });
  void navigator.locks
    .request(`callthread-hub-${userId}`, { signal: closing.signal }, async () => {
      const hub = new DeskHub(userId);
      own = { hub, ports: new Map() };
      channel.postMessage({ to: 'all', from: me, message: 'new_hub' } satisfies Envelope);
      onHub();
      await new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()));
      hub.close();
    })
    // Closed before it was this tab's turn.
    .catch(() => undefined);
  queueMicrotask(onHub);
  return {
    post,
    close: () => {
      closing.abort();
      channel.close();
    },
  };
}

function alone(userId: string, { hear, onHub }: HubListener): WayToHub {
  const hub = new DeskHub(userId);
  const port: TabPort = { post: hear };
  queueMicrotask(onHub);
  return { post: (message) => hub.receive(port, message), close: () => hub.close() };
}
