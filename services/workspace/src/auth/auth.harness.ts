import { type Actor, type Revocation, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { decideRequest, fold, InMemoryEventStore, unfolded } from '@holdfast/event-sourcing';
import { FakeClock } from '@holdfast/testing';
import type { DataSource } from 'typeorm';
import { Announcer } from './announcer.ts';
import { InvitationQuery } from './invitation.query.ts';
import { pendingNotices, removeNotices } from './notices.ts';
import { Passwords } from './passwords.ts';
import { RefreshQuery } from './refresh.query.ts';
import { SetPasswordQuery } from './set-password.query.ts';
import { SignInQuery } from './sign-in.query.ts';
import { SignOutQuery } from './sign-out.query.ts';
import { WorkspaceLoop } from '../commands/workspace-loop.ts';
import { Metrics } from '../health/metrics.ts';
import { IdentityQuery } from '../identity/identity.query.ts';
import { makeLog } from '../logging.ts';
import { inTransaction, inWorkspace } from '../database/transaction.query.ts';
import { apply } from '../directory/apply.ts';
import { type Agent, type Asked, workspaceDecider } from '../domain/workspace.ts';

export const SYSTEM: Actor = { kind: 'system', id: 'seed' };
export const KEY = new TextEncoder().encode('a secret of at least thirty-two bytes');

/** The parts of sign-in over a real database, with the log in memory and a clock to be moved. */
export class AuthBench {
  readonly clock = new FakeClock();
  readonly told: Revocation[] = [];
  readonly dataSource: DataSource;
  readonly announcer: Announcer;
  readonly signIn: SignInQuery;
  readonly refresh: RefreshQuery;
  readonly signOut: SignOutQuery;
  readonly setPassword: SetPasswordQuery;
  readonly invitation: InvitationQuery;
  readonly identity: IdentityQuery;
  readonly #store = new InMemoryEventStore();
  #ids = 0;

  constructor(dataSource: DataSource) {
    this.dataSource = dataSource;
    this.announcer = new Announcer({
      pending: () => inTransaction(dataSource, pendingNotices),
      tell: (revocations) => {
        this.told.push(...revocations);
        return Promise.resolve();
      },
      remove: (ids) => inTransaction(dataSource, (sql) => removeNotices(sql, ids)),
      failed: (error) => {
        throw error;
      },
      retryAfterMs: 1_000,
    });
    const passwords = new Passwords();
    const loop = new WorkspaceLoop({ decider: workspaceDecider, store: this.#store, newId: () => this.id() });
    this.signIn = new SignInQuery(
      dataSource,
      passwords,
      this.announcer,
      new Metrics(),
      makeLog('silent'),
      KEY,
      this.clock.now,
    );
    this.refresh = new RefreshQuery(dataSource, this.announcer, KEY, this.clock.now);
    this.signOut = new SignOutQuery(dataSource, this.announcer, this.clock.now);
    this.setPassword = new SetPasswordQuery(dataSource, loop, passwords, this.announcer, this.clock.now);
    this.invitation = new InvitationQuery(dataSource, loop, passwords, this.announcer, KEY, this.clock.now);
    this.identity = new IdentityQuery(dataSource, loop, this.clock.now);
  }

  id(): string {
    return `id-${String(++this.#ids)}`;
  }

  /** Decides, appends and projects, as the service does; a refusal fails. */
  happen(workspace: string, ...commands: Omit<Asked, 'id'>[]): Promise<void> {
    return this.happenAs(workspace, SYSTEM, ...commands);
  }

  /** The same by somebody. */
  async happenAs(workspace: string, actor: Actor, ...commands: Omit<Asked, 'id'>[]): Promise<void> {
    const ref = { workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID } as const;
    let folded = unfolded(workspaceDecider);
    for (const stored of await this.#store.read(ref, 0)) folded = fold(workspaceDecider, folded, stored);
    const request = {
      id: this.id(),
      at: new Date(this.clock.now()).toISOString(),
      actor,
      correlationId: this.id(),
    };
    const asked = commands.map((command) => ({ ...command, id: this.id() }) as Asked);
    const { commit } = decideRequest(
      workspaceDecider,
      folded,
      { ...request, commands: asked },
      { commitId: this.id() },
    );
    const refused = commit?.outcomes.find(({ kind }) => kind !== 'stored');
    if (commit === null || refused !== undefined) throw new Error(`not stored: ${JSON.stringify(refused)}`);
    await this.#store.append(ref, commit, folded.sequence);
    await this.project(ref, commit);
  }

  /** Every commit of the workspace once more. */
  async projectAgain(workspace: string): Promise<void> {
    const ref = { workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID } as const;
    for (const { commit } of await this.#store.read(ref, 0)) await this.project(ref, commit);
  }

  private async project(ref: Parameters<typeof apply>[1], commit: Parameters<typeof apply>[2]): Promise<void> {
    await inWorkspace(this.dataSource, ref.workspace, (sql) =>
      apply(sql, ref, commit, { unknownEvent: () => undefined, nameLost: () => undefined }),
    );
    await this.announcer.announce();
  }

  agent(agentId: string, changes: Partial<Agent> = {}): Omit<Asked, 'id'> {
    const data: Agent = {
      agentId,
      name: agentId,
      email: `${agentId}@shop.example`,
      role: 'agent',
      teams: [],
      capacity: 3,
      active: true,
      ...changes,
    };
    return { type: 'SaveAgent', data };
  }
}

export const createWorkspace = (name: string): Omit<Asked, 'id'> => ({ type: 'CreateWorkspace', data: { name } });
