import {
  AcceptInvitation,
  type Actor,
  AgentPicture,
  type AggregateRef,
  type AnyCommand,
  type AnyEvent,
  type Ask,
  type ClientSessionCommand,
  type CommandRequest,
  type Commit,
  DeskSnapshot,
  inboxAfter,
  type InboxRow,
  InboxSnapshot,
  InviteAgent,
  MakeIdentityKey,
  project,
  ReadInvitation,
  RefreshSignIn,
  SearchMessages,
  SearchVisitors,
  SessionAudit,
  SessionDecisions,
  type SessionEvent,
  SessionHistory,
  SetPassword,
  SignIn,
  SignOut,
  SiteById,
  VerifyIdentity,
  VisitorSessions,
  visitorView,
  WorkspaceDirectory,
} from '@holdfast/contracts';
import { accept, CommandLoop, type Decider, type Decision, refuse } from '@holdfast/event-sourcing';
import {
  type CommandConsumer,
  consumeCommands,
  epochAndLastSequence,
  JetStreamEventStore,
  readCommits,
} from '@holdfast/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { v7 as uuidv7 } from 'uuid';

/** Just enough of a session to have something to deliver: who opened it, and whether it is closed or gone. */
interface State {
  readonly owner: string | null;
  readonly isErased: boolean;
}
const events = (event: SessionEvent): Decision<SessionEvent> => accept([event]);

function decide(command: AnyCommand, state: State, actor: Actor): Decision<SessionEvent> {
  const { type, data } = command as unknown as ClientSessionCommand;
  if (state.isErased) return refuse('erased');
  if (type === 'OpenSession') {
    if (state.owner !== null) return refuse('already-open');
    const { siteId, visitor } = data;
    return events({ type: 'SessionOpened', data: { siteId, visitorId: actor.id, visitor } });
  }
  if (state.owner === null) return refuse('not-found');
  switch (type) {
    case 'PostMessage':
      return events({ type: 'MessagePosted', data });
    case 'SetLabels':
      return events({ type: 'LabelsChanged', data });
    case 'MarkReceipts':
      return events({ type: 'ReceiptsAdvanced', data });
    case 'CloseSession':
      return events({ type: 'SessionClosed', data: {} });
    case 'EraseSession':
      return events({ type: 'SessionErased', data: {} });
    default:
      return refuse('invalid');
  }
}

const sessions: Decider<AnyCommand, SessionEvent, State> = {
  initial: { owner: null, isErased: false },
  decide: (command, state, { actor }) => decide(command, state, actor),
  evolve: (state, event) => {
    if (event.type === 'SessionOpened') return { ...state, owner: event.data.visitorId };
    return event.type === 'SessionErased' ? { ...state, isErased: true } : state;
  },
  visibleToVisitors: (event) => visitorView(event) !== null,
  knownEvents: new Set([
    'SessionOpened',
    'MessagePosted',
    'LabelsChanged',
    'ReceiptsAdvanced',
    'SessionClosed',
    'SessionErased',
  ]),
};

/** Every command is an event of nearly the same name. */
const echo = (names: Record<string, string>): Decider<AnyCommand, AnyEvent, null> => ({
  initial: null,
  decide: ({ type, data }, _, { actor }) => {
    const name = names[type];
    if (name === undefined) return refuse('invalid');
    const extra = type === 'SetAvailability' ? { agentId: actor.id, present: true, reason: 'chosen' } : {};
    return accept([{ type: name, data: { ...(data as object), ...extra } }]);
  },
  evolve: () => null,
  visibleToVisitors: () => false,
  knownEvents: new Set(Object.values(names)),
});

/** What the services answer; a spec may replace any of it. */
export type Answers = Record<string, (ask: never) => unknown>;

/** The services as the gateway meets them on the wire: real streams, real commits, a session of few rules. */
export class StandIn {
  readonly answers: Answers;
  readonly #nc: NatsConnection;
  readonly #store: JetStreamEventStore;
  readonly #consumers: CommandConsumer[] = [];
  readonly loop: CommandLoop<AnyCommand, SessionEvent, State>;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    this.#store = new JetStreamEventStore(nc);
    this.loop = new CommandLoop({ decider: sessions, store: this.#store, newId: () => uuidv7() });
    this.answers = { ...this.#usual() };
  }

  async start(): Promise<void> {
    const desk = new CommandLoop({
      decider: echo({ SetAvailability: 'AvailabilityChanged', RegisterAgent: 'AgentRegistered' }),
      store: this.#store,
      newId: () => uuidv7(),
    });
    const workspace = new CommandLoop({
      decider: echo({ SaveAgent: 'AgentSaved', SaveSite: 'SiteSaved' }),
      store: this.#store,
      newId: () => uuidv7(),
    });
    const nc = this.#nc;
    this.#consumers.push(
      consumeCommands({
        nc,
        service: 'session',
        kind: 'session',
        handle: (ref, request) => this.loop.handle(ref, request),
      }),
      consumeCommands({ nc, service: 'assignment', kind: 'desk', handle: (ref, request) => desk.handle(ref, request) }),
      consumeCommands({
        nc,
        service: 'workspace',
        kind: 'workspace',
        handle: (ref, request) => workspace.handle(ref, request),
      }),
    );
    await Promise.all(this.#consumers.map(({ ready }) => ready));
    for (const pattern of Object.keys(this.answers)) this.#serve(pattern);
    await nc.flush();
  }

  /** Records commands without a gateway. */
  async record(
    workspace: string,
    session: string,
    actor: Actor,
    ...commands: Omit<ClientSessionCommand, 'id'>[]
  ): Promise<void> {
    const request: CommandRequest = {
      id: uuidv7(),
      at: new Date().toISOString(),
      actor,
      correlationId: 'stand-in',
      commands: commands.map((command) => ({ ...command, id: uuidv7() })),
    };
    await this.loop.handle({ workspace, kind: 'session', id: session }, request);
  }

  async commitsOf(workspace: string, session: string): Promise<Commit<SessionEvent>[]> {
    const ref: AggregateRef = { workspace, kind: 'session', id: session };
    return (await readCommits(this.#nc, ref)).commits.map(({ commit }) => commit as Commit<SessionEvent>);
  }

  async stop(): Promise<void> {
    for (const consumer of this.#consumers) consumer.stopAccepting();
    await Promise.all(this.#consumers.map((consumer) => consumer.drained()));
  }

  /** Request and reply as Nest's NATS transport has them. */
  #serve(pattern: string): void {
    this.#nc.subscribe(pattern, {
      callback: (_, message) => {
        const { data, id } = message.json<{ data: never; id: string }>();
        void Promise.resolve(this.answers[pattern]?.(data)).then(
          (response) => message.respond(JSON.stringify({ response, isDisposed: true, id })),
          (error: unknown) => message.respond(JSON.stringify({ err: String(error), isDisposed: true, id })),
        );
      },
    });
  }

  async #at() {
    const { epoch, sequence } = await epochAndLastSequence(this.#nc);
    return { epoch, sequence, caughtUp: true };
  }

  #usual(): Answers {
    return {
      [SiteById.pattern]: ({ siteId }: { siteId: string }) =>
        /^site-(\w+)$/.test(siteId)
          ? {
              workspace: siteId.slice(5),
              site: {
                siteId,
                name: 'Shop',
                teamId: 'sales',
                allowedOrigins: ['http://127.0.0.1:4711'],
                greeting: 'Hello!',
              },
            }
          : null,
      [InboxSnapshot.pattern]: async () => ({ rows: [], more: false, at: await this.#at() }),
      [DeskSnapshot.pattern]: () => ({ v: 0, agents: [], chats: [], queue: [], sites: [] }),
      [SessionHistory.pattern]: async ({
        workspace,
        session,
        audience,
        visitorId,
        limit,
      }: Ask<typeof SessionHistory>) => {
        const commits = await this.commitsOf(workspace, session);
        const opened = commits.flatMap((commit) => commit.events).find((event) => event.type === 'SessionOpened');
        if (opened === undefined || (visitorId !== undefined && opened.data.visitorId !== visitorId)) return null;
        const all = commits.flatMap((commit) => project(commit, audience));
        return { events: all.slice(-limit), older: all.length > limit, at: await this.#at() };
      },
      [VisitorSessions.pattern]: async () => ({ sessions: [], at: await this.#at() }),
      [SearchMessages.pattern]: async () => ({ hits: [], at: await this.#at() }),
      [SearchVisitors.pattern]: async () => ({ hits: [], at: await this.#at() }),
      [SessionAudit.pattern]: async () => ({ entries: [], at: await this.#at() }),
      [SessionDecisions.pattern]: () => ({ decisions: [] }),
      [WorkspaceDirectory.pattern]: () => ({ name: 'Acme', agents: [], teams: [], sites: [], cannedReplies: [] }),
      [SignIn.pattern]: () => null,
      [RefreshSignIn.pattern]: () => null,
      [SignOut.pattern]: () => ({}),
      [SetPassword.pattern]: () => ({}),
      [InviteAgent.pattern]: () => null,
      [ReadInvitation.pattern]: () => null,
      [AcceptInvitation.pattern]: () => null,
      [MakeIdentityKey.pattern]: () => null,
      [VerifyIdentity.pattern]: () => null,
      [AgentPicture.pattern]: () => null,
    };
  }
}

/** A row as the session service would have it. */
export const rowOf = (session: string, commits: readonly Commit<SessionEvent>[]): InboxRow | null =>
  commits.reduce<InboxRow | null>((row, commit) => inboxAfter(row, session, commit), null);
