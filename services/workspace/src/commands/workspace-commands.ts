import { type Actor, type AggregateRef, type CommandRequest, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import type { Handled } from '@holdfast/event-sourcing';
import { type Asked, mayChange, type Workspace } from '../domain/workspace.ts';
import { nameIn } from '../names/name-in.ts';
import type { Claim } from '../names/claims.ts';
import { readable } from './readable.ts';
import type { WorkspaceLoop } from './workspace-loop.ts';

/** Names cannot be claimed, because Postgres does not answer. Nothing is decided; the request comes again. */
export class NamesUnavailable extends Error {
  override readonly name = 'NamesUnavailable';
  readonly retryable = true;
}

/** Settles the requests for workspaces. */
export class WorkspaceCommands {
  readonly #loop: WorkspaceLoop;
  readonly #claim: (name: Claim) => Promise<boolean>;

  /** @param claim whether the claimant holds the name now */
  constructor(loop: WorkspaceLoop, claim: (name: Claim) => Promise<boolean>) {
    this.#loop = loop;
    this.#claim = claim;
  }

  /** @throws NamesUnavailable, and what the command loop throws */
  async handle(ref: AggregateRef, request: CommandRequest): Promise<Handled> {
    if (ref.id !== WORKSPACE_AGGREGATE_ID) return this.#loop.refuse(ref, request, 'not-found');
    const commands = request.commands.map(readable);
    if (!commands.some((command) => nameIn(command, ref) !== null))
      return this.#loop.handle(ref, { ...request, commands });
    const { state, settled } = await this.#loop.state(ref);
    const asked: Asked[] = [];
    for (const command of commands) {
      const name = nameIn(command, ref);
      // Who may not save claims nothing, and neither does a command that is settled.
      if (name === null || settled.has(command.id) || !mayClaim(request.actor, state)) asked.push(command);
      else asked.push({ ...command, taken: !(await this.#tryClaim(name)) } as Asked);
    }
    return this.#loop.handle(ref, { ...request, commands: asked });
  }

  async #tryClaim(name: Claim): Promise<boolean> {
    try {
      return await this.#claim(name);
    } catch (cause) {
      throw new NamesUnavailable('names cannot be claimed', { cause });
    }
  }
}

const mayClaim = (actor: Actor, state: Workspace): boolean =>
  actor.kind === 'system' || (state.status === 'created' && mayChange(actor, state));
