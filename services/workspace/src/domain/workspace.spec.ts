import { describe, test } from '@jest/globals';
import type { Actor } from '@holdfast/contracts';
import { given, type Scenario } from '@holdfast/event-sourcing';
import { type Agent, type Asked, LIMITS, type Site, type Workspace, workspaceDecider } from './workspace.ts';
import type { WorkspaceEvent } from '@holdfast/contracts';

const system: Actor = { kind: 'system', id: 'seed' };
const ada: Actor = { kind: 'agent', id: 'ada', name: 'Ada', role: 'admin' };
const bo: Actor = { kind: 'agent', id: 'bo', name: 'Bo', role: 'agent' };
const visitor: Actor = { kind: 'visitor', id: 'v1' };

let ids = 0;
const id = (): string => `c${String(++ids)}`;
const create = (name = 'Shop'): Asked => ({ id: id(), type: 'CreateWorkspace', data: { name } });
const team = (teamId = 'sales'): Asked => ({ id: id(), type: 'SaveTeam', data: { teamId, name: 'Sales' } });
const agentData = (agentId: string, changes: Partial<Agent> = {}): Agent => ({
  agentId,
  name: agentId,
  email: `${agentId}@shop.example`,
  role: 'agent',
  teams: ['sales'],
  capacity: 3,
  active: true,
  ...changes,
});
const agent = (agentId: string, changes: Partial<Agent> = {}): Asked => ({
  id: id(),
  type: 'SaveAgent',
  data: agentData(agentId, changes),
});
const admin = (agentId: string, changes: Partial<Agent> = {}): Asked => agent(agentId, { role: 'admin', ...changes });
const siteData: Site = { siteId: 'web', name: 'Web', teamId: 'sales', allowedOrigins: ['https://shop.example'] };
const site = (changes: Partial<Site> = {}): Asked => ({
  id: id(),
  type: 'SaveSite',
  data: { ...siteData, ...changes },
});
const reply = (replyId: string, shortcut: string): Asked => ({
  id: id(),
  type: 'SaveCannedReply',
  data: { replyId, shortcut, text: 'Hello!' },
});

const workspace = (...commands: Asked[]): Scenario<Asked, WorkspaceEvent, Workspace> =>
  given(workspaceDecider).commands(system, create(), team(), admin('ada'), agent('bo'), ...commands);

describe('the own profile', () => {
  const picture = 'data:image/png;base64,AAAA';
  const profile = (name: string, own?: string): Asked => ({
    id: id(),
    type: 'SaveOwnProfile',
    data: { name, ...(own === undefined ? {} : { picture: own }) },
  });

  test('W-AGENT-5 an agent changes their name and picture and nothing else', () => {
    workspace()
      .when(profile('Bo B.', picture), bo)
      .then([{ type: 'AgentSaved', data: { ...agentData('bo'), name: 'Bo B.', picture } }]);
    workspace().when(profile('bo'), bo).then([]);
    workspace().when(profile('Somebody'), visitor).then({ refused: 'not-permitted' });
    workspace(agent('bo', { active: false }))
      .when(profile('Bo B.'), bo)
      .then({ refused: 'not-permitted' });
  });

  test('W-AGENT-5 what an admin saves leaves the picture, its owner takes it away', () => {
    const pictured = given(workspaceDecider)
      .commands(system, create(), team(), admin('ada'), agent('bo'))
      .commands(bo, profile('Bo', picture));
    pictured
      .when(agent('bo', { capacity: 9 }), ada)
      .then([{ type: 'AgentSaved', data: { ...agentData('bo', { capacity: 9 }), picture } }]);
    pictured.when(profile('Bo'), bo).then([{ type: 'AgentSaved', data: agentData('bo', { name: 'Bo' }) }]);
  });
});

describe('who may', () => {
  test('W-WHO-1 only the system creates a workspace', () => {
    given(workspaceDecider)
      .when(create(), system)
      .then([{ type: 'WorkspaceCreated', data: { name: 'Shop' } }]);
    given(workspaceDecider).when(create(), ada).then({ refused: 'not-permitted' });
    given(workspaceDecider).when(create(), visitor).then({ refused: 'not-permitted' });
  });

  test('W-WHO-2 an active admin may change everything, by what the log has of them', () => {
    workspace()
      .when(team('support'), ada)
      .then([{ type: 'TeamSaved', data: { teamId: 'support', name: 'Sales' } }]);
    workspace(admin('cy'), admin('ada', { active: false }))
      .when(team('support'), ada)
      .then({ refused: 'not-permitted' });
    workspace(admin('cy'), agent('ada')).when(team('support'), ada).then({ refused: 'not-permitted' });
    workspace(admin('bo'))
      .when(team('support'), bo)
      .then([{ type: 'TeamSaved', data: { teamId: 'support', name: 'Sales' } }]);
  });

  test('W-WHO-3 visitors and other agents may change nothing', () => {
    const commands = [
      team('x'),
      agent('x'),
      site(),
      reply('r', 'hi'),
      { id: id(), type: 'RemoveCannedReply', data: { replyId: 'r' } } as const,
    ];
    for (const actor of [visitor, bo, { ...bo, role: 'admin' } as const, { ...ada, id: 'nobody' }]) {
      for (const command of commands) workspace().when(command, actor).then({ refused: 'not-permitted' });
    }
  });

  test('W-WHO-4 before it is created nothing is found, and it is created once', () => {
    given(workspaceDecider).when(team(), system).then({ refused: 'not-found' });
    workspace().when(create('Other'), system).then({ refused: 'already-created' });
  });
});

describe('what is kept true', () => {
  test('W-AGENT-1 the teams of an agent exist', () => {
    workspace()
      .when(agent('cy', { teams: ['sales', 'nope'] }), ada)
      .then({ refused: 'unknown-team' });
    workspace()
      .when(agent('cy'), ada)
      .then([{ type: 'AgentSaved', data: agentData('cy') }]);
  });

  test('W-AGENT-2 an address belongs to one agent, whatever its case', () => {
    workspace()
      .when(agent('cy', { email: 'BO@shop.example' }), ada)
      .then({ refused: 'email-taken' });
    workspace(agent('bo', { email: 'bo@elsewhere.example' }))
      .when(agent('cy', { email: 'bo@shop.example' }), ada)
      .then([{ type: 'AgentSaved', data: agentData('cy', { email: 'bo@shop.example' }) }]);
    workspace()
      .when(agent('bo', { email: 'Bo@Shop.example' }), ada)
      .then([{ type: 'AgentSaved', data: agentData('bo', { email: 'Bo@Shop.example' }) }]);
  });

  test('W-AGENT-3 the last active admin stays', () => {
    workspace().when(agent('ada'), ada).then({ refused: 'last-admin' });
    workspace()
      .when(admin('ada', { active: false }), system)
      .then({ refused: 'last-admin' });
    workspace(admin('cy', { active: false }))
      .when(agent('ada'), ada)
      .then({ refused: 'last-admin' });
    workspace(admin('cy'))
      .when(agent('ada'), ada)
      .then([{ type: 'AgentSaved', data: agentData('ada') }]);
  });

  test('W-AGENT-4 an address that another workspace holds is taken', () => {
    workspace()
      .when({ ...agent('cy'), taken: true } as Asked, ada)
      .then({ refused: 'email-taken' });
  });

  test('W-SITE-1 the team of a site exists', () => {
    workspace()
      .when(site({ teamId: 'nope' }), ada)
      .then({ refused: 'unknown-team' });
    workspace()
      .when(site(), ada)
      .then([{ type: 'SiteSaved', data: siteData }]);
  });

  test('W-SITE-2 the id of another workspace’s site is taken', () => {
    workspace()
      .when({ ...site(), taken: true } as Asked, ada)
      .then({ refused: 'site-taken' });
  });

  test('W-REPLY-1 a shortcut is one reply’s', () => {
    workspace(reply('r1', 'hi')).when(reply('r2', 'hi'), ada).then({ refused: 'shortcut-taken' });
    workspace(reply('r1', 'hi'), reply('r1', 'hello'))
      .when(reply('r2', 'hi'), ada)
      .then([{ type: 'CannedReplySaved', data: { replyId: 'r2', shortcut: 'hi', text: 'Hello!' } }]);
  });

  test('W-REPLY-2 what is not there cannot be removed', () => {
    const remove = (): Asked => ({ id: id(), type: 'RemoveCannedReply', data: { replyId: 'r1' } });
    workspace().when(remove(), ada).then({ refused: 'not-found' });
    workspace(reply('r1', 'hi'))
      .when(remove(), ada)
      .then([{ type: 'CannedReplyRemoved', data: { replyId: 'r1' } }]);
    workspace(reply('r1', 'hi'), remove())
      .when(reply('r2', 'hi'), ada)
      .then([{ type: 'CannedReplySaved', data: { replyId: 'r2', shortcut: 'hi', text: 'Hello!' } }]);
  });

  test('W-SAME-1 saving what is there changes nothing', () => {
    const there = workspace(site({ greeting: 'Hi' }), reply('r1', 'hi'));
    for (const command of [team(), agent('bo'), site({ greeting: 'Hi' }), reply('r1', 'hi')])
      there.when(command, ada).then([]);
    there
      .when(site({ greeting: undefined }), ada)
      .then([{ type: 'SiteSaved', data: { ...siteData, greeting: undefined } }]);
  });

  test('W-LIMIT-1 a workspace holds so many and no more, and may still change them', () => {
    const teams = Array.from({ length: LIMITS.teams - 1 }, (_, n) => team(`t${String(n)}`));
    const full = workspace(...teams);
    full.when(team('one-more'), ada).then({ refused: 'limit-reached' });
    full
      .when({ id: id(), type: 'SaveTeam', data: { teamId: 't0', name: 'Renamed' } }, ada)
      .then([{ type: 'TeamSaved', data: { teamId: 't0', name: 'Renamed' } }]);
    const sites = workspace(...Array.from({ length: LIMITS.sites }, (_, n) => site({ siteId: `s${String(n)}` })));
    sites.when(site({ siteId: 'one-more' }), ada).then({ refused: 'limit-reached' });
    const replies = workspace(
      ...Array.from({ length: LIMITS.replies }, (_, n) => reply(`r${String(n)}`, `s${String(n)}`)),
    );
    replies.when(reply('one-more', 'more'), ada).then({ refused: 'limit-reached' });
    const agents = workspace(...Array.from({ length: LIMITS.agents - 2 }, (_, n) => agent(`a${String(n)}`)));
    agents.when(agent('one-more'), ada).then({ refused: 'limit-reached' });
  });
});
