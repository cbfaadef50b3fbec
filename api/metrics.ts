import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** Where every part of a process registers what it counts; `/metrics` shows it. */
  readonly registry: Registry;
  /** @param seconds From the request's arrival to the last byte of its answer. */
  readonly observeRequest: (labels: { method: string; route: string; status: number }, seconds: number) => void;
  /** @param open How many feed streams this process holds now. */
  readonly watchStreams: (open: () => number) => void;
}

/** A process's metrics: its own (event loop, memory, handles) and HTTP by route pattern, never by path. */
export const createMetrics = (registry: Registry = new Registry()): Metrics => {
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return {
    registry,
    observeRequest: (labels, seconds) => durations.observe(labels, seconds),
    watchStreams: (open) => {
      const name = 'feed_streams';
      const help = 'Feed streams open in this process.';
      void new Gauge({
        name,
        help,
        registers: [registry],
        collect: function () {
          this.set(open());
        },
      });
    },
  };
};
