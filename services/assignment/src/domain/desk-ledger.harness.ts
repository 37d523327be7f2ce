import { strict as assert } from 'node:assert';
import type { DeskEvent } from '@holdfast/contracts';

type Data<T extends DeskEvent['type']> = Extract<DeskEvent, { type: T }>['data'];
interface Agent extends Data<'AgentRegistered'> {
  readonly online: boolean;
}

/**
 * Keeps the books of a desk from its events alone, knowing nothing of how they were decided, and checks the laws against them.
 * Each check looks at an event before it is entered.
 */
export class Ledger {
  readonly #agents = new Map<string, Agent>();
  readonly #sites = new Map<string, string>();
  readonly #held = new Map<string, { ticket: number; agentId: string }>();
  readonly #waiting = new Map<string, Data<'ChatQueued'>>();

  get queue(): string[] {
    return [...this.#waiting.keys()];
  }

  slotsOf(agentId: string): Map<string, number> {
    return new Map(
      [...this.#held].flatMap(([session, slot]) => (slot.agentId === agentId ? [[session, slot.ticket]] : [])),
    );
  }

  enter(event: DeskEvent): void {
    switch (event.type) {
      case 'AgentRegistered':
        this.#agents.set(event.data.agentId, {
          online: this.#agents.get(event.data.agentId)?.online ?? false,
          ...event.data,
        });
        break;
      case 'AvailabilityChanged': {
        const agent = this.#agents.get(event.data.agentId);
        assert(agent !== undefined);
        this.#agents.set(agent.agentId, {
          ...agent,
          online: event.data.present && event.data.availability === 'online',
        });
        break;
      }
      case 'SiteRouted':
        this.#sites.set(event.data.siteId, event.data.teamId);
        break;
      case 'ChatQueued':
        assert(!this.#waiting.has(event.data.session) && !this.#held.has(event.data.session));
        this.#waiting.set(event.data.session, event.data);
        break;
      case 'ChatAssigned':
        this.#waiting.delete(event.data.session);
        this.#held.set(event.data.session, event.data);
        break;
      case 'ChatReleased':
        this.#held.delete(event.data.session);
        break;
      case 'ChatDequeued':
        this.#waiting.delete(event.data.session);
        break;
      case 'ChatRecalled':
        break;
    }
  }

  checkOneAgent(event: DeskEvent): void {
    if (event.type === 'ChatAssigned') {
      assert.equal(this.#held.get(event.data.session), undefined, 'assigned while somebody has it');
      assert.equal(
        this.#waiting.get(event.data.session)?.ticket,
        event.data.ticket,
        'assigned under a ticket that waits',
      );
    }
    if (event.type === 'ChatReleased' || event.type === 'ChatRecalled') {
      const { ticket, agentId } = event.data;
      const held = this.#held.get(event.data.session);
      assert.deepEqual({ ticket: held?.ticket, agentId: held?.agentId }, { ticket, agentId }, 'names the slot');
    }
  }

  checkCapacity(event: DeskEvent): void {
    if (event.type !== 'ChatAssigned' || event.data.kind !== 'automatic') return;
    const agent = this.#agents.get(event.data.agentId);
    assert(agent !== undefined);
    assert(agent.online && agent.active, 'there to take it');
    assert(this.slotsOf(agent.agentId).size < agent.capacity, 'below capacity');
  }

  checkTurn(event: DeskEvent): void {
    if (event.type !== 'ChatAssigned' || event.data.kind !== 'automatic') return;
    for (const [session, chat] of this.#waiting) {
      if (session === event.data.session) return;
      assert(!this.#couldTake(event.data.agentId, chat), `${session} waited longer`);
    }
  }

  checkNothingLeftOver(): void {
    for (const [session, chat] of this.#waiting)
      for (const agentId of this.#agents.keys())
        assert(!this.#couldTake(agentId, chat), `${session} could have ${agentId}`);
  }

  checkReasons(event: DeskEvent): void {
    if (event.type !== 'ChatAssigned') return;
    const { considered, consideredTotal, agentId, kind } = event.data;
    const chosen = considered.filter(({ verdict }) => verdict === 'chosen').map((line) => line.agentId);
    assert.deepEqual(chosen, [agentId]);
    if (kind === 'claimed') return;
    assert.equal(consideredTotal, this.#agents.size);
    assert.deepEqual(considered.map((line) => line.agentId).sort(), [...this.#agents.keys()].sort());
    for (const line of considered) assert.equal(line.load, this.slotsOf(line.agentId).size, 'the load as it was');
  }

  #couldTake(agentId: string, chat: Data<'ChatQueued'>): boolean {
    const agent = this.#agents.get(agentId);
    if (agent === undefined || !agent.online || !agent.active || this.slotsOf(agentId).size >= agent.capacity)
      return false;
    if (chat.preferAgentId === agentId) return true;
    const team = chat.teamId ?? this.#sites.get(chat.siteId);
    return chat.avoidAgentId !== agentId && (team === undefined || agent.teams.includes(team));
  }
}
