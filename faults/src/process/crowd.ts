import { randomBytes } from 'node:crypto';
import type { SessionFrameEvent } from '@holdfast/contracts';
import {
  accountOf,
  Api,
  type Chat,
  makeWorkspace,
  Person,
  type Platform,
  type Workspace,
} from '@holdfast/e2e/platform';
import { Device } from '../device.ts';
import type { Schedule, TimedAct } from '../schedule.ts';

/** A page of history, in events. */
const PAGE = 100;

const AGENTS = ['Noor', 'Ben', 'Ada'] as const;

/** The people of a schedule, in a workspace of their own. */
export class Crowd {
  readonly workspace: Workspace;
  /** In the order of the schedule's numbers. */
  readonly people: readonly Person[];
  /** The device of each of them. */
  readonly devices: readonly Device[];
  /** Session ids, by the number of the chat. */
  readonly chats: readonly string[];
  readonly #firstAgent: number;

  private constructor(
    workspace: Workspace,
    { people, devices }: { readonly people: readonly Person[]; readonly devices: readonly Device[] },
    chats: readonly string[],
    firstAgent: number,
  ) {
    this.workspace = workspace;
    this.people = people;
    this.devices = devices;
    this.chats = chats;
    this.#firstAgent = firstAgent;
  }

  /** Everybody is there, every chat is open, and every agent follows all of them. */
  static async gather(platform: Platform, { visitors, agents, capacity, seed }: Schedule): Promise<Crowd> {
    const site = `shop-${String(seed)}-${randomBytes(4).toString('hex')}`;
    const workspace = await makeWorkspace(platform, { site, agents: AGENTS.slice(0, agents), capacity });
    const secrets = Array.from({ length: visitors }, () => randomBytes(16).toString('base64url'));
    const [visiting, second, answering] = await Promise.all([
      Promise.all(secrets.map((secret) => Person.visitor(platform, workspace, secret))),
      Person.visitor(platform, workspace, secrets[0]),
      Promise.all(workspace.accounts.map((account) => Person.agent(platform, account))),
    ]);
    const opened = await Promise.all(visiting.map((person) => person.open(site)));
    const chats = opened.map(({ id }) => id);
    const visitorDevices = visiting.map((person, i) => {
      const id = visitorId(person);
      return new Device(`visitor ${String(i)}`, person, { kind: 'visitor', id }, only(i, opened[i]));
    });
    const secondDevice = new Device(
      'visitor 0, second device',
      second,
      { kind: 'visitor', id: visitorId(second) },
      only(0, chats[0] === undefined ? undefined : second.follow(chats[0])),
    );
    const agentDevices = answering.map((person, i) => {
      const followed = new Map(chats.map((id, number) => [number, person.follow(id)]));
      const { id, name } = accountOf(workspace, i);
      return new Device(name, person, { kind: 'agent', id }, followed);
    });
    const people = [...visiting, second, ...answering];
    const devices = [...visitorDevices, secondDevice, ...agentDevices];
    return new Crowd(workspace, { people, devices }, chats, visitors + 1);
  }

  act({ person, chat, act }: TimedAct): void {
    const agents = this.workspace.accounts;
    // Whoever comes after them in the list of agents.
    const colleague = accountOf(this.workspace, Math.max(0, person - this.#firstAgent + 1) % agents.length);
    this.devices[person]?.act(chat, act, colleague.id);
  }

  /** Everybody reads what is before the first message of each of their chats, as far back as there is anything. */
  async readOlder(platform: Platform): Promise<void> {
    const api = new Api(platform);
    const read = async (person: Person, chat: Chat): Promise<void> => {
      while (chat.view.older) {
        const path = `/sessions/${chat.id}/history?before=${String(chat.view.from)}&limit=${String(PAGE)}`;
        const answer = await api.ask('GET', path, (await person.token())?.token);
        if (!answer.ok) throw new Error(`${path}: ${String(answer.status)}`);
        const { events, older } = (await answer.json()) as { events: SessionFrameEvent[]; older: boolean };
        chat.handle.prepend(events, older);
      }
    };
    await Promise.all(
      this.people.map(async (person, i) => {
        for (const chat of this.devices[i]?.chats ?? []) await read(person, chat);
      }),
    );
  }

  async leave(): Promise<void> {
    await Promise.all(this.people.map((person) => person.leave()));
  }
}

const only = (number: number, chat: Chat | undefined): ReadonlyMap<number, Chat> =>
  new Map(chat === undefined ? [] : [[number, chat]]);

function visitorId({ frames }: Person): string {
  const welcome = frames.find((frame) => frame.t === 'welcome');
  if (welcome === undefined) throw new Error('a visitor who was not welcomed');
  return welcome.you.id;
}
