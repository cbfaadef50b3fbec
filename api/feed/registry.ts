import type { FeedKey } from '../../db/feed-read.ts';
import type { FeedName } from './key.ts';
import type { FeedStream } from './stream.ts';

/** The streams this process holds, by whose feed they carry. */
export class StreamRegistry {
  readonly #byName = new Map<FeedName, Set<FeedStream>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(stream: FeedStream): void {
    const streams = this.#byName.get(stream.name) ?? new Set();
    this.#byName.set(stream.name, streams.add(stream));
    this.#size += 1;
  }

  remove(stream: FeedStream): void {
    const streams = this.#byName.get(stream.name);
    if (!streams?.delete(stream)) return;
    this.#size -= 1;
    if (streams.size === 0) this.#byName.delete(stream.name);
  }

  of(name: FeedName): readonly FeedStream[] {
    return [...(this.#byName.get(name) ?? [])];
  }

  all(): readonly FeedStream[] {
    return [...this.#byName.values()].flatMap((streams) => [...streams]);
  }

  /** The feeds that somebody here follows. */
  keys(): readonly FeedKey[] {
    return [...this.#byName.values()].flatMap((streams) => [...streams].slice(0, 1).map(({ key }) => key));
  }

  names(): Iterable<FeedName> {
    return this.#byName.keys();
  }
}
