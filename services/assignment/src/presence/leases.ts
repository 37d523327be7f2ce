/** A console's word that an agent is there, by workspace and agent. */
export interface LeaseHolder {
  readonly workspace: string;
  readonly agentId: string;
}

/**
 * Who is there, as leases tell: one is put and renewed by gateways, deleted when the last console goes, and ends by itself
 * when a gateway dies. Times are milliseconds of a clock that only runs forward.
 */
export class Leases {
  readonly #ttlMs: number;
  readonly #since: number;
  readonly #put = new Map<string, Map<string, number>>();
  readonly #gone = new Map<string, Map<string, number>>();

  /** @param startedAt from when on leases are watched: before it nobody was seen leaving */
  constructor(ttlMs: number, startedAt: number) {
    this.#ttlMs = ttlMs;
    this.#since = startedAt;
  }

  put({ workspace, agentId }: LeaseHolder, now: number): void {
    mapOf(this.#put, workspace).set(agentId, now);
    mapOf(this.#gone, workspace).delete(agentId);
  }

  end({ workspace, agentId }: LeaseHolder, now: number): void {
    if (mapOf(this.#put, workspace).delete(agentId)) mapOf(this.#gone, workspace).set(agentId, now);
  }

  /** Ends leases that were not renewed in time, should nobody have told. */
  expire(now: number): void {
    for (const [workspace, agents] of this.#put)
      for (const [agentId, at] of agents) if (now - at > this.#ttlMs) this.end({ workspace, agentId }, now);
  }

  has({ workspace, agentId }: LeaseHolder): boolean {
    return this.#put.get(workspace)?.has(agentId) === true;
  }

  /** How long the agent has been without a lease; 0 while they have one. */
  goneFor({ workspace, agentId }: LeaseHolder, now: number): number {
    if (this.has({ workspace, agentId })) return 0;
    return now - (this.#gone.get(workspace)?.get(agentId) ?? this.#since);
  }

  /** Workspaces in which a lease was ever seen. */
  workspaces(): string[] {
    return [...this.#put.keys()];
  }
}

function mapOf(all: Map<string, Map<string, number>>, workspace: string): Map<string, number> {
  const known = all.get(workspace);
  if (known !== undefined) return known;
  const fresh = new Map<string, number>();
  all.set(workspace, fresh);
  return fresh;
}
