import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What the test's provider remembers of one kind of thing, for as long as the test runs. Its own memory warns of itself. */
export class ProviderMemory implements Adapter {
  readonly #things = new Map<string, AdapterPayload>();

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    this.#things.set(id, payload);
    await Promise.resolve();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return await Promise.resolve(this.#things.get(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return await Promise.resolve([...this.#things.values()].find((thing) => thing.uid === uid));
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return await Promise.resolve([...this.#things.values()].find((thing) => thing.userCode === userCode));
  }

  async consume(id: string): Promise<void> {
    const thing = this.#things.get(id);
    if (thing !== undefined) this.#things.set(id, { ...thing, consumed: Math.floor(Date.now() / 1000) });
    await Promise.resolve();
  }

  async destroy(id: string): Promise<void> {
    this.#things.delete(id);
    await Promise.resolve();
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, thing] of this.#things) if (thing.grantId === grantId) this.#things.delete(id);
    await Promise.resolve();
  }
}
