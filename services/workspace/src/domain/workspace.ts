import {
  type Actor,
  workspace as language,
  type WorkspaceCommand,
  type WorkspaceEvent,
  type WorkspaceRefusal,
} from '@holdfast/contracts';
import { accept, type Decider, type Decision, refuse as refuseAs } from '@holdfast/event-sourcing';

/*
 * A workspace: who works in it, in which teams, for which sites, and with which canned replies.
 * Names that are unique over all workspaces cannot be seen from here; the shell looks them up and says so in the command.
 */

export type Agent = Extract<WorkspaceEvent, { type: 'AgentSaved' }>['data'];
export type Team = Extract<WorkspaceEvent, { type: 'TeamSaved' }>['data'];
export type Site = Extract<WorkspaceEvent, { type: 'SiteSaved' }>['data'];
export type CannedReply = Extract<WorkspaceEvent, { type: 'CannedReplySaved' }>['data'];

/**
 * A command as the shell hands it over: `taken` tells that another workspace holds the address or site id in it.
 * What is not of the language is decided too, since every command has an outcome; `Withdraw` is the command loop's own.
 */
export type Asked = (WorkspaceCommand & { readonly taken?: boolean }) | Other<'Unreadable'> | Other<'Withdraw'>;
interface Other<T> {
  readonly id: string;
  readonly type: T;
  readonly data: unknown;
}

export type Workspace =
  | { readonly status: 'absent' }
  | {
      readonly status: 'created';
      readonly name: string;
      readonly agents: ReadonlyMap<string, Agent>;
      readonly teams: ReadonlyMap<string, Team>;
      readonly sites: ReadonlyMap<string, Site>;
      readonly replies: ReadonlyMap<string, CannedReply>;
    };
type Created = Extract<Workspace, { status: 'created' }>;

/** The most a workspace holds of each kind. */
export const LIMITS = { agents: 1_000, teams: 200, sites: 200, replies: 1_000 } as const;

const refuse = (reason: WorkspaceRefusal): Decision<WorkspaceEvent> => refuseAs(reason);

export function decide(command: Asked, state: Workspace, { actor }: { actor: Actor }): Decision<WorkspaceEvent> {
  if (command.type === 'Unreadable' || command.type === 'Withdraw') return refuse('invalid');
  if (command.type === 'CreateWorkspace') return create(command.data, state, actor);
  if (state.status === 'absent') return refuse('not-found');
  if (command.type === 'SaveOwnProfile') return saveOwnProfile(command.data, state, actor);
  if (!mayChange(actor, state)) return refuse('not-permitted');
  switch (command.type) {
    case 'SaveAgent':
      return saveAgent(command.data, state, command.taken === true);
    case 'SaveTeam':
      return saveTeam(command.data, state);
    case 'SaveSite':
      return saveSite(command.data, state, command.taken === true);
    case 'SaveCannedReply':
      return saveCannedReply(command.data, state);
    case 'RemoveCannedReply':
      return state.replies.has(command.data.replyId)
        ? accept([{ type: 'CannedReplyRemoved', data: command.data }])
        : refuse('not-found');
    default:
      return command satisfies never;
  }
}

/** What the log says of the agent counts, not what their token says: a token outlives a change of role. */
export function mayChange(actor: Actor, state: Created): boolean {
  if (actor.kind === 'system') return true;
  const agent = actor.kind === 'agent' ? state.agents.get(actor.id) : undefined;
  return agent !== undefined && isAdmin(agent);
}

const isAdmin = (agent: Agent): boolean => agent.active && agent.role === 'admin';

function create({ name }: { name: string }, state: Workspace, actor: Actor): Decision<WorkspaceEvent> {
  if (actor.kind !== 'system') return refuse('not-permitted');
  return state.status === 'created'
    ? refuse('already-created')
    : accept([{ type: 'WorkspaceCreated', data: { name } }]);
}

function saveAgent(data: Agent, { agents, teams }: Created, taken: boolean): Decision<WorkspaceEvent> {
  const before = agents.get(data.agentId);
  // The picture is the agent's own.
  const agent: Agent = before?.picture === undefined ? data : { ...data, picture: before.picture };
  if (before !== undefined && same(before, agent)) return accept([]);
  if (before === undefined && agents.size >= LIMITS.agents) return refuse('limit-reached');
  if (!agent.teams.every((team) => teams.has(team))) return refuse('unknown-team');
  const others = [...agents.values()].filter(({ agentId }) => agentId !== agent.agentId);
  if (taken || others.some(({ email }) => addressKey(email) === addressKey(agent.email))) return refuse('email-taken');
  if (before !== undefined && isAdmin(before) && !isAdmin(agent) && !others.some(isAdmin)) return refuse('last-admin');
  return accept([{ type: 'AgentSaved', data: agent }]);
}

/** Name and picture are the agent's own; everything else stays as admins have set it. */
function saveOwnProfile(
  { name, picture }: { name: string; picture?: string | undefined },
  { agents }: Created,
  actor: Actor,
): Decision<WorkspaceEvent> {
  const before = actor.kind === 'agent' ? agents.get(actor.id) : undefined;
  if (before?.active !== true) return refuse('not-permitted');
  const { picture: _, ...rest } = before;
  const agent: Agent = { ...rest, name, ...(picture === undefined ? {} : { picture }) };
  return same(before, agent) ? accept([]) : accept([{ type: 'AgentSaved', data: agent }]);
}

function saveTeam(team: Team, { teams }: Created): Decision<WorkspaceEvent> {
  const before = teams.get(team.teamId);
  if (before !== undefined && same(before, team)) return accept([]);
  if (before === undefined && teams.size >= LIMITS.teams) return refuse('limit-reached');
  return accept([{ type: 'TeamSaved', data: team }]);
}

function saveSite(site: Site, { sites, teams }: Created, taken: boolean): Decision<WorkspaceEvent> {
  const before = sites.get(site.siteId);
  if (before !== undefined && same(before, site)) return accept([]);
  if (before === undefined && sites.size >= LIMITS.sites) return refuse('limit-reached');
  if (!teams.has(site.teamId)) return refuse('unknown-team');
  return taken ? refuse('site-taken') : accept([{ type: 'SiteSaved', data: site }]);
}

function saveCannedReply(reply: CannedReply, { replies }: Created): Decision<WorkspaceEvent> {
  const before = replies.get(reply.replyId);
  if (before !== undefined && same(before, reply)) return accept([]);
  if (before === undefined && replies.size >= LIMITS.replies) return refuse('limit-reached');
  const taken = [...replies.values()].some(
    ({ replyId, shortcut }) => replyId !== reply.replyId && shortcut === reply.shortcut,
  );
  return taken ? refuse('shortcut-taken') : accept([{ type: 'CannedReplySaved', data: reply }]);
}

export function evolve(state: Workspace, event: WorkspaceEvent): Workspace {
  if (event.type === 'WorkspaceCreated') {
    return {
      status: 'created',
      name: event.data.name,
      agents: new Map(),
      teams: new Map(),
      sites: new Map(),
      replies: new Map(),
    };
  }
  if (state.status === 'absent') return state;
  switch (event.type) {
    case 'AgentSaved':
      return { ...state, agents: new Map(state.agents).set(event.data.agentId, event.data) };
    case 'TeamSaved':
      return { ...state, teams: new Map(state.teams).set(event.data.teamId, event.data) };
    case 'SiteSaved':
      return { ...state, sites: new Map(state.sites).set(event.data.siteId, event.data) };
    case 'CannedReplySaved':
      return { ...state, replies: new Map(state.replies).set(event.data.replyId, event.data) };
    case 'CannedReplyRemoved': {
      const replies = new Map(state.replies);
      replies.delete(event.data.replyId);
      return { ...state, replies };
    }
    default:
      return event satisfies never;
  }
}

/** What makes two e-mail addresses the same one. */
export const addressKey = (email: string): string => email.normalize('NFKC').toLowerCase();

/** Equal as data, whatever the order of keys; the order of a list counts. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const entries = (value: object): [string, unknown][] =>
    Object.entries(value).filter(([, held]) => held !== undefined);
  const others = new Map(entries(b));
  const mine = entries(a);
  return mine.length === others.size && mine.every(([key, value]) => others.has(key) && same(value, others.get(key)));
}

export const workspaceDecider: Decider<Asked, WorkspaceEvent, Workspace> = {
  initial: { status: 'absent' },
  decide,
  evolve,
  visibleToVisitors: () => false,
  knownEvents: new Set(language.WorkspaceEvent.options.map(({ shape }) => shape.type.value)),
};
