import { type ClientSessionCommand, type CommandRequest } from '@holdfast/contracts';
import { describe, expect, test } from '@jest/globals';
import { anna, bert } from '../connection/connection.harness.ts';
import { type Identity } from '../identity/identity.ts';
import { type Owner } from '../outbound/owners.ts';
import { CommandIntake, type IntakeParts, type Sender } from './command-intake.ts';
import { CommandLimits, type CommandRates } from './rates.ts';

const PLENTY = { perSecond: 1_000, burst: 1_000 };
const command = <T extends ClientSessionCommand['type']>(
  type: T,
  data: Extract<ClientSessionCommand, { type: T }>['data'],
  id = 'c1',
) => ({ id, type, data }) as ClientSessionCommand;
const post = command('PostMessage', { text: 'hi', visibility: 'public' });
const open = command('OpenSession', { siteId: 'shop', visitor: {} });

class Rig {
  now = 1_000;
  readonly published: CommandRequest[] = [];
  readonly limits: CommandLimits;
  readonly intake: CommandIntake;

  constructor(owner: Owner, rates: Partial<CommandRates> = {}, more: Partial<IntakeParts> = {}) {
    this.limits = new CommandLimits({
      connection: PLENTY,
      visitor: PLENTY,
      agent: PLENTY,
      workspace: PLENTY,
      ...rates,
    });
    this.intake = new CommandIntake({
      limits: this.limits,
      ownerOf: () => Promise.resolve(owner),
      publish: (_, request) => {
        this.published.push(request);
        return Promise.resolve();
      },
      replyTo: 'reply.spec',
      inFlight: 2,
      newId: () => `sending-${this.published.length}`,
      now: () => this.now,
      date: () => new Date(this.now),
      meters: { turnedAway: () => undefined, published: () => undefined },
      ...more,
    });
  }

  sender(identity: Identity, followed: readonly string[] = []): Sender {
    return {
      identity,
      device: undefined,
      rate: this.limits.forConnection(this.now),
      follows: (session) => followed.includes(session),
    };
  }

  ask(identity: Identity, ...commands: ClientSessionCommand[]) {
    return this.intake.session(this.sender(identity), 's', commands, 'r1');
  }
}

describe('whether a request is passed on', () => {
  test.each<[string, Owner, Identity, object | null]>([
    ["a visitor's own", { visitorId: 'anna' }, anna, null],
    ["another visitor's", { visitorId: 'eve' }, anna, { reason: 'not-found' }],
    ['none', 'absent', anna, { reason: 'not-found' }],
    ['any of the workspace, for staff', { visitorId: 'eve' }, bert, null],
    ['none, for staff', 'absent', bert, { reason: 'not-found' }],
    ['an erased one, for staff', 'erased', bert, null],
  ])('G-IN-1 for %s', async (_what, owner, identity, answer) => {
    const rig = new Rig(owner);
    expect(await rig.ask(identity, post)).toEqual(answer);
    expect(rig.published).toHaveLength(answer === null ? 1 : 0);
  });

  test('G-IN-1 what is being shown to the sender is not looked up', async () => {
    const rig = new Rig('absent');
    expect(await rig.intake.session(rig.sender(anna, ['s']), 's', [post], 'r1')).toBeNull();
  });

  test.each<[string, ClientSessionCommand[], object | null]>([
    ['that opens it', [open, post], null],
    ['that only withdraws', [command('Withdraw', { commandId: 'c0' })], null],
    ['that opens it too late', [post, open], { reason: 'not-found' }],
    ['that withdraws, and more', [command('Withdraw', { commandId: 'c0' }), post], { reason: 'not-found' }],
  ])('G-IN-2 for an absent session a request %s', async (_what, commands, answer) => {
    expect(await new Rig('absent').ask(anna, ...commands)).toEqual(answer);
  });

  test.each<[string, Identity, ClientSessionCommand]>([
    ['a note by a visitor', anna, command('PostMessage', { text: 'x', visibility: 'internal' })],
    ['labels by a visitor', anna, command('SetLabels', { labels: [] })],
    ['a transfer by a visitor', anna, command('RequestTransfer', {})],
    ['an erasure by a visitor', anna, command('EraseSession', {})],
    ['an erasure by an agent', bert, command('EraseSession', {})],
    ['a rating by an agent', bert, command('RateSession', { score: 5 })],
    ['an opening by an agent', bert, open],
  ])('G-IN-3 %s is not permitted', async (_what, identity, asked) => {
    const rig = new Rig({ visitorId: 'anna' });
    expect(await rig.ask(identity, post, asked)).toEqual({ reason: 'not-permitted' });
    expect(rig.published).toEqual([]);
  });

  test('G-IN-3 an admin may erase', async () => {
    expect(
      await new Rig({ visitorId: 'anna' }).ask({ ...bert, role: 'admin' } as Identity, command('EraseSession', {})),
    ).toBeNull();
  });

  test.each([
    ["another site's", command('OpenSession', { siteId: 'elsewhere', visitor: {} })],
    ['one vouched for by themselves', command('OpenSession', { siteId: 'shop', visitor: { verified: true } })],
    ['an identity vouched for by themselves', command('IdentifyVisitor', { name: 'A', verified: true })],
  ])('G-IN-4 a visitor may not send %s', async (_what, asked) => {
    expect(await new Rig('absent').ask(anna, asked)).toEqual({ reason: 'not-permitted' });
  });

  test('G-IN-11 the device is the one of the connection, and a vouched name the one that was vouched for', async () => {
    const device = { browser: 'Chrome 156' };
    const rig = new Rig('absent');
    const told = { siteId: 'shop', visitor: { name: 'Queen' }, device: { browser: 'Mosaic' } };
    await rig.intake.session({ ...rig.sender(anna), device }, 's', [command('OpenSession', told)], 'r1');
    await rig.ask(anna, command('OpenSession', told));
    await rig.ask(
      { ...anna, externalId: '7', name: 'Anna', email: 'a@x.example' } as Identity,
      command('OpenSession', told),
    );
    await rig.ask({ ...anna, externalId: '7' } as Identity, command('OpenSession', told));
    expect(rig.published.map(({ commands }) => commands[0]?.data)).toEqual([
      { siteId: 'shop', visitor: { name: 'Queen' }, device },
      { siteId: 'shop', visitor: { name: 'Queen' } },
      { siteId: 'shop', visitor: { name: 'Anna', email: 'a@x.example' } },
      { siteId: 'shop', visitor: {} },
    ]);
  });

  test('G-IN-3 of the workspace an agent asks for their own profile and nothing else', async () => {
    const rig = new Rig('absent');
    const own = { id: 'c1', type: 'SaveOwnProfile', data: { name: 'Bert' } } as const;
    const team = { id: 'c2', type: 'SaveTeam', data: { teamId: 't', name: 'T' } } as const;
    expect(await rig.intake.workspace(rig.sender(bert), [own], 'r1')).toBeNull();
    expect(await rig.intake.workspace(rig.sender(bert), [own, team], 'r1')).toEqual({ reason: 'not-permitted' });
    expect(await rig.intake.workspace(rig.sender(anna), [own], 'r1')).toEqual({ reason: 'not-permitted' });
  });

  test('G-IN-5 the actor is that of the token, and each sending has its own id', async () => {
    const rig = new Rig({ visitorId: 'anna' });
    await rig.ask(anna, post);
    await rig.ask(bert, post);
    expect(rig.published).toMatchObject([
      {
        id: 'sending-0',
        actor: { kind: 'visitor', id: 'anna' },
        correlationId: 'r1',
        replyTo: 'reply.spec',
        commands: [{ id: 'c1' }],
      },
      { id: 'sending-1', actor: { kind: 'agent', id: 'bert', name: 'Bert', role: 'agent' }, commands: [{ id: 'c1' }] },
    ]);
  });

  test.each(['connection', 'visitor', 'workspace'] as const)(
    'G-IN-6 above the rate of the %s it is too fast, and told how long to wait',
    async (which) => {
      const rig = new Rig({ visitorId: 'anna' }, { [which]: { perSecond: 2, burst: 3 } });
      const sender = rig.sender(anna, ['s']);
      const ask = () => rig.intake.session(sender, 's', [post], 'r1');
      for (let i = 0; i < 3; i++) expect(await ask()).toBeNull();
      expect(await ask()).toEqual({ reason: 'too-fast', retryAfterMs: 500 });
      rig.now += 500;
      expect(await ask()).toBeNull();
      expect(rig.published).toHaveLength(4);
    },
  );

  test('G-IN-6 a request larger than a burst passes when the bucket is full', async () => {
    const rig = new Rig({ visitorId: 'anna' }, { visitor: { perSecond: 1, burst: 3 } });
    expect(await rig.ask(anna, ...Array.from({ length: 5 }, () => post))).toBeNull();
    expect(await rig.ask(anna, post)).toEqual({ reason: 'too-fast', retryAfterMs: 3_000 });
  });

  test('G-IN-6 when the stream is slow everybody waits, and nothing piles up here', async () => {
    const waiting: (() => void)[] = [];
    const rig = new Rig(
      { visitorId: 'anna' },
      {},
      { publish: () => new Promise((resolve) => void waiting.push(resolve)) },
    );
    const first = [rig.ask(anna, post), rig.ask(anna, post)];
    await new Promise((resolve) => setImmediate(resolve));
    expect(await rig.ask(bert, post)).toMatchObject({ reason: 'too-fast' });
    for (const done of waiting) done();
    expect(await Promise.all(first)).toEqual([null, null]);
    const later = rig.ask(bert, post);
    await new Promise((resolve) => setImmediate(resolve));
    waiting.at(-1)?.();
    expect(await later).toBeNull();
  });

  test('G-IN-7 without an answer of the stream it is unavailable', async () => {
    const rig = new Rig({ visitorId: 'anna' }, {}, { publish: () => Promise.reject(new Error('no answer')) });
    expect(await rig.ask(anna, post)).toMatchObject({ reason: 'unavailable' });
  });

  test('G-IN-8 the desk is for agents', async () => {
    const rig = new Rig('absent');
    const asked = [{ id: 'c1', type: 'SetAvailability', data: { availability: 'online' } }] as const;
    expect(await rig.intake.desk(rig.sender(anna), [...asked], 'r1')).toEqual({ reason: 'not-permitted' });
    expect(await rig.intake.desk(rig.sender(bert), [...asked], 'r1')).toBeNull();
  });

  test('G-IN-3 the workspace is changed by admins only', async () => {
    const rig = new Rig('absent');
    const asked = [{ id: 'c1', type: 'SaveTeam', data: { teamId: 't', name: 'T' } }] as const;
    expect(await rig.intake.workspace(rig.sender(bert), [...asked], 'r1')).toEqual({ reason: 'not-permitted' });
    expect(await rig.intake.workspace(rig.sender({ ...bert, role: 'admin' } as Identity), [...asked], 'r1')).toBeNull();
  });
});
