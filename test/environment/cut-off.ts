import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut, as when its machine dies or a cable is pulled. */
export interface CuttableWay {
  readonly port: number;
  /** Breaks every connection and takes no new one. */
  readonly cut: () => Promise<void>;
  /** Takes every connection and every byte and answers none, as when the server's machine stands still. */
  readonly hang: () => void;
  /** Lets new connections through again; those that hang go on hanging, as when the machine behind them is gone for good. */
  readonly replace: () => void;
  /** Lets new connections through again. Those that hang are broken, as by a server that knows nothing of them. */
  readonly restore: () => Promise<void>;
}

/** Opens a way to a port of this machine, on a port of its own. */
export const openWay = async (to: number): Promise<CuttableWay> => {
  const sockets = new Set<Socket>();
  let hangs = false;
  const server = createServer((near) => {
    if (hangs) {
      sockets.add(near.on('error', () => undefined).resume());
      return;
    }
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    cut: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    hang: () => {
      hangs = true;
      for (const socket of sockets) socket.unpipe().resume();
    },
    replace: () => {
      hangs = false;
    },
    restore: async () => {
      hangs = false;
      for (const socket of sockets) socket.destroy();
      if (server.listening) return;
      server.listen(address.port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
};
