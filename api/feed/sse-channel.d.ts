/** What we use of sse-channel 4, which brings no types. */
declare module 'sse-channel' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface SseMessage {
    readonly id?: number;
    readonly event?: string;
    readonly data: string;
  }

  class SseChannel {
    constructor(options: {
      /** Milliseconds a client waits before it reconnects. */
      readonly retryTimeout?: number;
      /** Milliseconds between the comments that keep connections alive; one timer for the whole channel. */
      readonly pingInterval?: number;
    });
    /** Writes the head of the answer and `retry`, and keeps the connection. */
    addClient(request: IncomingMessage, response: ServerResponse): void;
    removeClient(response: ServerResponse): void;
    /** To these clients alone, past the channel's history. */
    send(message: SseMessage, clients: readonly ServerResponse[]): void;
    getConnectionCount(): number;
    /** Stops the timer and ends every connection. */
    close(): void;
  }

  export default SseChannel;
}
