import { PRESENCE_BUCKET, presenceKey } from '@holdfast/contracts';
import { type KV, Kvm } from '@nats-io/kv';
import { type NatsConnection } from '@nats-io/transport-node';
import { type Leases } from './presence.ts';

/** Presence leases in the bucket whose time to live ends them. `put` keeps that time; an update of a revision would drop it. */
export class LeasesConsumer implements Leases {
  readonly #nc: NatsConnection;
  readonly #gateway: string;
  #bucket: Promise<KV> | undefined;

  constructor(nc: NatsConnection, gateway: string) {
    this.#nc = nc;
    this.#gateway = gateway;
  }

  async renew(workspace: string, agent: string): Promise<void> {
    const bucket = await this.#open();
    await bucket.put(
      presenceKey(workspace, agent),
      JSON.stringify({ gateway: this.#gateway, at: new Date().toISOString() }),
    );
  }

  async release(workspace: string, agent: string): Promise<void> {
    const bucket = await this.#open();
    const key = presenceKey(workspace, agent);
    const lease = await bucket.get(key);
    if (lease?.operation !== 'PUT' || lease.json<{ gateway: string }>().gateway !== this.#gateway) return;
    await bucket.delete(key, { previousSeq: lease.revision });
  }

  #open(): Promise<KV> {
    this.#bucket ??= new Kvm(this.#nc).open(PRESENCE_BUCKET).catch((error: unknown) => {
      this.#bucket = undefined;
      throw error;
    });
    return this.#bucket;
  }
}
