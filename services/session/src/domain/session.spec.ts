import { describe, test } from '@jest/globals';
import type { Actor, SessionEvent, VisitorProfile } from '@holdfast/contracts';
import { type Expected, given as givenDecider } from '@holdfast/event-sourcing';
import type { DecidableCommand } from './permission.ts';
import { type Command, session } from './session.ts';

const ada: Actor = { kind: 'visitor', id: 'ada', name: 'Ada' };
const eve: Actor = { kind: 'visitor', id: 'eve' };
const ben: Actor = { kind: 'agent', id: 'ben', name: 'Ben', role: 'agent' };
const cat: Actor = { kind: 'agent', id: 'cat', name: 'Cat', role: 'supervisor' };
const root: Actor = { kind: 'agent', id: 'root', name: 'Root', role: 'admin' };
const desk: Actor = { kind: 'system', id: 'desk' };
const timers: Actor = { kind: 'system', id: 'session' };
const bot: Actor = { kind: 'system', id: 'bot' };

type Event<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;
type Data<T extends DecidableCommand['type']> = Extract<DecidableCommand, { type: T }>['data'];
let ids = 0;
const command = <T extends DecidableCommand['type']>(type: T, data: Data<T>, id = `c${++ids}`): Command =>
  ({ id, type, data }) as Command;
const event = <T extends SessionEvent['type']>(type: T, data: Event<T>['data']): Event<T> =>
  ({ type, data }) as Event<T>;

const opened = event('SessionOpened', { siteId: 'site', visitorId: 'ada', visitor: { name: 'Ada' } });
const posted = (text = 'hello', visibility: 'public' | 'internal' = 'public') =>
  event('MessagePosted', { text, visibility });
const post = (text = 'hello', visibility: 'public' | 'internal' = 'public') =>
  command('PostMessage', { text, visibility });
const assignment = { ticket: 1, agentId: 'ben', agentName: 'Ben', decisionId: 'd/1' };
const UNTIL = '2026-06-01T08:00:00.000Z';

const absent = givenDecider(session);
const waiting = absent.events(ada, opened);
const assigned = waiting.events(desk, event('AgentAssigned', assignment));
const snoozed = assigned.events(ben, event('SessionSnoozed', { until: UNTIL })); // v 3
const closed = assigned.events(ben, event('SessionClosed', {}));
const erased = waiting.events(root, event('SessionErased', {}));

type Given = typeof waiting;
const expectAll = (cases: readonly (readonly [Given, Command, Actor, Expected<SessionEvent>])[]) => {
  for (const [given, asked, actor, expected] of cases) given.when(asked, actor).then(expected);
};
const refused = (reason: string) => ({ refused: reason });

describe('who may do what', () => {
  test('S-WHO-1 a foreign session and an absent one look the same to a visitor', () => {
    for (const asked of [
      post(),
      command('MarkReceipts', { delivered: 1, read: 1 }),
      command('CloseSession', {}),
      command('SetLabels', { labels: [] }),
      command('OpenSession', { siteId: 'site', visitor: {} }),
    ])
      waiting.when(asked, eve).then(refused('not-found'));
    for (const actor of [ada, ben, root, bot]) absent.when(post(), actor).then(refused('not-found'));
  });

  test("S-WHO-2 a visitor does what is theirs, and nothing of the staff's", () => {
    const staffs = [
      command('RequestTransfer', { toTeamId: 'sales' }),
      command('UnassignAgent', { ticket: 1, reason: 'returned' }),
      command('DismissMention', {}),
      command('SetLabels', { labels: ['x'] }),
      command('SnoozeSession', { until: UNTIL }),
      command('WakeSession', {}),
      command('ReopenSession', {}),
      command('AssignAgent', assignment),
      command('EraseSession', {}),
    ];
    for (const asked of staffs)
      for (const given of [waiting, assigned, closed]) given.when(asked, ada).then(refused('not-permitted'));
    assigned.when(command('CloseSession', {}), ada).then([event('SessionClosed', {})]);
  });

  test('S-WHO-3 any agent works on any session of the workspace', () => {
    expectAll([
      [assigned, post(), cat, [posted()]],
      [assigned, post('psst', 'internal'), cat, [posted('psst', 'internal')]],
      [
        assigned,
        command('UnassignAgent', { ticket: 1, reason: 'returned' }),
        cat,
        [event('AgentUnassigned', { agentId: 'ben', reason: 'returned' })],
      ],
      [assigned, command('SetLabels', { labels: ['vip'] }), cat, [event('LabelsChanged', { labels: ['vip'] })]],
      [snoozed, command('WakeSession', {}), cat, [event('SessionWoken', {})]],
      [assigned, command('OpenSession', { siteId: 'site', visitor: {} }), ben, refused('not-permitted')],
      [closed, command('RateSession', { score: 5 }), ben, refused('not-permitted')],
      [assigned, command('IdentifyVisitor', { name: 'X' }), ben, refused('not-permitted')],
    ]);
  });

  test('S-WHO-4 the desk alone assigns and recalls', () => {
    for (const actor of [ben, root, bot, timers])
      waiting.when(command('AssignAgent', assignment), actor).then(refused('not-permitted'));
    for (const actor of [ben, root, bot])
      assigned
        .when(command('UnassignAgent', { ticket: 1, reason: 'agent-offline' }), actor)
        .then(refused('not-permitted'));
    assigned
      .when(command('UnassignAgent', { ticket: 1, reason: 'agent-offline' }), desk)
      .then([event('AgentUnassigned', { agentId: 'ben', reason: 'agent-offline' })]);
  });

  test('S-WHO-5 an admin alone erases', () => {
    for (const actor of [ada, ben, cat, desk, bot])
      closed.when(command('EraseSession', {}), actor).then(refused('not-permitted'));
    for (const given of [waiting, assigned, snoozed, closed])
      given.when(command('EraseSession', {}), root).then([event('SessionErased', {})]);
  });

  test('S-WHO-6 the system posts, wakes, closes and vouches', () => {
    expectAll([
      [waiting, post(), bot, [posted()]],
      [assigned, command('CloseSession', {}), bot, [event('SessionClosed', {})]],
      [
        waiting,
        command('IdentifyVisitor', { verified: true }),
        bot,
        [event('VisitorIdentified', { name: 'Ada', verified: true })],
      ],
      [snoozed, command('WakeSession', {}, 's/3/wake'), bot, refused('not-permitted')],
      [waiting, command('MarkReceipts', { delivered: 1, read: 1 }), bot, refused('not-permitted')],
    ]);
  });

  test('S-WHO-7 what no schema reads is refused', () => {
    for (const given of [absent, waiting, closed])
      given.when({ id: `c${++ids}`, type: 'Unreadable', data: null }, ada).then(refused('invalid'));
  });
});

describe('opening and writing', () => {
  test('S-OPEN-1 opening makes the visitor the owner and the opening the first ticket', () => {
    const scenario = absent.when(
      command('OpenSession', { siteId: 'site', teamId: 'sales', visitor: { name: 'Ada' }, locale: 'en' }),
      ada,
    );
    scenario.then([
      event('SessionOpened', {
        siteId: 'site',
        teamId: 'sales',
        visitorId: 'ada',
        visitor: { name: 'Ada' },
        locale: 'en',
      }),
    ]);
    scenario.when(command('AssignAgent', assignment), desk).then([event('AgentAssigned', assignment)]);
  });

  test('S-OPEN-2 a session opens once', () => {
    for (const given of [waiting, assigned, closed])
      given.when(command('OpenSession', { siteId: 'site', visitor: {} }), ada).then(refused('already-open'));
  });

  test('S-OPEN-3 nobody verifies themselves', () => {
    absent
      .when(command('OpenSession', { siteId: 'site', visitor: { name: 'Ada', verified: true } }), ada)
      .then([opened]);
  });

  test('S-POST-1 a message to an open session is posted', () => {
    for (const given of [waiting, assigned, snoozed])
      for (const actor of [ben, bot]) given.when(post(), actor).then([posted()]);
    for (const given of [waiting, assigned]) given.when(post(), ada).then([posted()]);
  });

  test('S-POST-2 visitors write no notes', () => {
    for (const given of [waiting, assigned, closed])
      given.when(post('note', 'internal'), ada).then(refused('not-permitted'));
  });

  test("S-POST-3 a visitor's message reopens a closed session", () => {
    const reopened = closed.when(post(), ada);
    reopened.then([event('SessionReopened', {}), posted()]);
    reopened
      .when(command('AssignAgent', { ...assignment, ticket: 4 }), desk)
      .then([event('AgentAssigned', { ...assignment, ticket: 4 })]);
  });

  test("S-POST-4 a visitor's message wakes a snoozed session", () => {
    snoozed.when(post(), ada).then([event('SessionWoken', {}), posted()]);
  });

  test('S-POST-5 closed is closed for everybody else, but notes may be added', () => {
    for (const actor of [ben, bot]) closed.when(post(), actor).then(refused('closed'));
    closed.when(post('afterthought', 'internal'), ben).then([posted('afterthought', 'internal')]);
  });
});

describe('mentions', () => {
  test('S-MENTION-1 an agent dismisses mentions of themselves only', () => {
    const note = event('MessagePosted', { text: 'look', visibility: 'internal', mentions: ['ben', 'cat'] });
    const dismissed = event('MentionDismissed', {});
    const dismiss = command('DismissMention', {});
    for (const given of [waiting, assigned, snoozed, closed]) {
      const called = given.events(root, note);
      called.when(dismiss, ben).then([dismissed]);
      called.when(dismiss, root).then([]);
      called.events(ben, dismissed).when(dismiss, ben).then([]);
      called.events(ben, dismissed).when(dismiss, cat).then([dismissed]);
      called.events(ben, posted('done', 'internal')).when(dismiss, ben).then([]);
      called.events(ben, dismissed).events(root, note).when(dismiss, ben).then([dismissed]);
    }
  });
});

describe('receipts', () => {
  const mark = (delivered: number, read: number) => command('MarkReceipts', { delivered, read });
  const advanced = (delivered: number, read: number) => event('ReceiptsAdvanced', { delivered, read });
  const talk = waiting.events(ada, posted()).events(ben, posted()).events(ben, posted('note', 'internal')); // w: opened 1, ada 2, ben 3

  test('S-RECEIPT-1 positions stop at the last public message of somebody else', () => {
    talk.when(mark(99, 99), ada).then([advanced(3, 3)]);
    talk.when(mark(99, 99), ben).then([advanced(2, 2)]);
    talk.when(mark(99, 99), cat).then([advanced(3, 3)]);
    talk
      .events(ben, advanced(2, 2))
      .when(mark(99, 99), ada)
      .then([advanced(3, 3)]);
  });

  test('S-RECEIPT-2 positions never move back, and read includes delivered', () => {
    talk
      .events(ada, advanced(3, 1))
      .when(mark(1, 2), ada)
      .then([advanced(3, 2)]);
    talk.when(mark(0, 3), ada).then([advanced(3, 3)]);
  });

  test('S-RECEIPT-3 a mark that moves nothing leaves no event', () => {
    talk.events(ada, advanced(3, 3)).when(mark(99, 99), ada).then([]);
    waiting.when(mark(5, 5), ben).then([]);
    waiting.events(ada, posted()).when(mark(5, 5), ada).then([]);
  });
});

describe('assignment', () => {
  test('S-ASSIGN-1 the current ticket is assigned', () => {
    waiting.when(command('AssignAgent', assignment), desk).then([event('AgentAssigned', assignment)]);
  });

  test('S-ASSIGN-2 any other assignment is refused', () => {
    expectAll([
      [waiting, command('AssignAgent', { ...assignment, ticket: 2 }), desk, refused('outdated-ticket')],
      [assigned, command('AssignAgent', assignment), desk, refused('outdated-ticket')],
      [assigned, command('AssignAgent', { ...assignment, agentId: 'cat' }), desk, refused('outdated-ticket')],
      [snoozed, command('AssignAgent', { ...assignment, agentId: 'cat' }), desk, refused('outdated-ticket')],
      [closed, command('AssignAgent', assignment), desk, refused('closed')],
    ]);
  });

  test('S-ASSIGN-3 unassigning quotes the ticket and makes the next one', () => {
    assigned.when(command('UnassignAgent', { ticket: 2, reason: 'returned' }), ben).then(refused('outdated-ticket'));
    const again = assigned.when(command('UnassignAgent', { ticket: 1, reason: 'returned' }), ben);
    again.then([event('AgentUnassigned', { agentId: 'ben', reason: 'returned' })]);
    again.when(command('AssignAgent', assignment), desk).then(refused('outdated-ticket'));
    again
      .when(command('AssignAgent', { ...assignment, ticket: 3 }), desk)
      .then([event('AgentAssigned', { ...assignment, ticket: 3 })]);
  });

  test('S-ASSIGN-4 nobody is unassigned from a session without an agent', () => {
    for (const given of [waiting, closed])
      given.when(command('UnassignAgent', { ticket: 1, reason: 'returned' }), ben).then(refused('not-assigned'));
  });

  test('S-TRANSFER-1 a transfer asks for somebody else with the next ticket', () => {
    const asked = { toTeamId: 'sales', note: 'wants a quote' };
    const after = assigned.when(command('RequestTransfer', asked), ben);
    after.then([event('TransferRequested', { fromAgentId: 'ben', ...asked })]);
    after
      .when(command('AssignAgent', { ...assignment, ticket: 3, agentId: 'cat' }), desk)
      .then([event('AgentAssigned', { ...assignment, ticket: 3, agentId: 'cat' })]);
    waiting
      .when(command('RequestTransfer', { toAgentId: 'cat' }), ben)
      .then([event('TransferRequested', { toAgentId: 'cat' })]);
    snoozed
      .when(command('RequestTransfer', { toAgentId: 'cat' }), ben)
      .then([event('TransferRequested', { fromAgentId: 'ben', toAgentId: 'cat' })]);
  });

  test('S-TRANSFER-2 a transfer to nobody, or to the holder, is refused', () => {
    expectAll([
      [assigned, command('RequestTransfer', { note: 'anybody?' }), ben, refused('invalid-transfer')],
      [assigned, command('RequestTransfer', { toAgentId: 'ben' }), ben, refused('invalid-transfer')],
      [closed, command('RequestTransfer', { toTeamId: 'sales' }), ben, refused('closed')],
    ]);
  });
});

describe('snoozing', () => {
  const until = (instant: string) => command('SnoozeSession', { until: instant });

  test('S-SNOOZE-1 an assigned session is snoozed until later', () => {
    expectAll([
      [assigned, until(UNTIL), ben, [event('SessionSnoozed', { until: UNTIL })]],
      [assigned.at(UNTIL), until(UNTIL), ben, refused('invalid')],
      [assigned, until('2025-12-31T00:00:00.000Z'), ben, refused('invalid')],
      [assigned, until('2026-13-41T00:00:00.000Z'), ben, refused('invalid')],
      [assigned, until('2027-02-30T00:00:00.000Z'), ben, refused('invalid')],
      [assigned, until('2027-01-01T24:00:00.000Z'), ben, refused('invalid')],
      [waiting, until(UNTIL), ben, refused('not-assigned')],
      [closed, until(UNTIL), ben, refused('closed')],
    ]);
  });

  test('S-SNOOZE-2 a timer wakes the snooze it was armed for, and no other', () => {
    const again = snoozed.events(
      ben,
      event('SessionWoken', {}),
      event('SessionSnoozed', { until: '2026-07-01T08:00:00.000Z' }),
    ); // v 5
    expectAll([
      [snoozed, command('WakeSession', {}, 's1/3/wake'), timers, [event('SessionWoken', {})]],
      [again, command('WakeSession', {}, 's2/3/wake'), timers, []],
      [again, command('WakeSession', {}, 's2/5/wake'), timers, [event('SessionWoken', {})]],
      [closed, command('WakeSession', {}, 's3/3/wake'), timers, []],
    ]);
  });

  test('S-SNOOZE-3 the agent has it again after waking', () => {
    const woken = snoozed.events(timers, event('SessionWoken', {}));
    woken
      .when(command('UnassignAgent', { ticket: 1, reason: 'returned' }), ben)
      .then([event('AgentUnassigned', { agentId: 'ben', reason: 'returned' })]);
    snoozed
      .when(command('UnassignAgent', { ticket: 1, reason: 'agent-offline' }), desk)
      .then([event('AgentUnassigned', { agentId: 'ben', reason: 'agent-offline' })]);
  });
});

describe('the rest', () => {
  test('S-LABEL-1 labels are a set in order', () => {
    waiting
      .when(command('SetLabels', { labels: ['b', 'a', 'b'] }), ben)
      .then([event('LabelsChanged', { labels: ['b', 'a'] })]);
  });

  test('S-CLOSE-1 closing ends waiting, assignment and snooze', () => {
    for (const given of [waiting, assigned, snoozed]) {
      const after = given.when(command('CloseSession', {}), ben);
      after.then([event('SessionClosed', {})]);
      after.when(command('AssignAgent', assignment), desk).then(refused('closed'));
    }
  });

  test('S-CLOSE-2 reopening clears the agent and makes the next ticket', () => {
    const after = closed.when(command('ReopenSession', {}), ben);
    after.then([event('SessionReopened', {})]);
    after.when(command('UnassignAgent', { ticket: 1, reason: 'returned' }), ben).then(refused('not-assigned'));
    after
      .when(command('AssignAgent', { ...assignment, ticket: 4 }), desk)
      .then([event('AgentAssigned', { ...assignment, ticket: 4 })]);
  });

  test('S-SAME-1 what already holds leaves no event', () => {
    expectAll([
      [closed, command('CloseSession', {}), cat, []],
      [assigned, command('ReopenSession', {}), cat, []],
      [assigned, command('WakeSession', {}), cat, []],
      [waiting, command('SetLabels', { labels: [] }), cat, []],
      [
        waiting.events(ben, event('LabelsChanged', { labels: ['a'] })),
        command('SetLabels', { labels: ['a', 'a'] }),
        cat,
        [],
      ],
      [snoozed, command('SnoozeSession', { until: UNTIL }), cat, []],
      [waiting, command('IdentifyVisitor', { name: 'Ada' }), ada, []],
    ]);
  });

  test('S-RATE-1 a closing is rated once', () => {
    const rated = closed.when(command('RateSession', { score: 4, comment: 'thanks' }), ada);
    rated.then([event('SessionRated', { score: 4, comment: 'thanks' })]);
    rated.when(command('RateSession', { score: 5 }), ada).then(refused('already-rated'));
    assigned.when(command('RateSession', { score: 5 }), ada).then(refused('not-closed'));
    rated
      .events(ben, event('SessionReopened', {}), event('SessionClosed', {}))
      .when(command('RateSession', { score: 5 }), ada)
      .then([event('SessionRated', { score: 5 })]);
  });

  test('S-IDENTIFY-1 what a visitor tells extends the profile', () => {
    waiting
      .when(command('IdentifyVisitor', { email: 'ada@example.org', verified: true }), ada)
      .then([event('VisitorIdentified', { name: 'Ada', email: 'ada@example.org' })]);
  });

  test("S-IDENTIFY-2 a vouched profile is the system's to change", () => {
    const vouched = waiting.events(bot, event('VisitorIdentified', { name: 'Ada', verified: true }));
    vouched.when(command('IdentifyVisitor', { name: 'Queen' }), ada).then(refused('not-permitted'));
    vouched
      .when(command('IdentifyVisitor', { name: 'Ada L.' }), bot)
      .then([event('VisitorIdentified', { name: 'Ada L.', verified: true })]);
  });

  test('S-IDENTIFY-2 whom their site vouches for says so by every word', () => {
    const known: Actor = { kind: 'visitor', id: 'ada', name: 'Ada', externalId: 'customer 7' };
    const profile = { name: 'Ada', externalId: 'customer 7', verified: true };
    waiting.when(command('IdentifyVisitor', {}), known).then([event('VisitorIdentified', profile)]);
    waiting
      .events(bot, event('VisitorIdentified', profile))
      .when(command('IdentifyVisitor', { name: 'Ada L.', externalId: 'somebody else' }), known)
      .then([event('VisitorIdentified', { ...profile, name: 'Ada L.' })]);
  });

  test('S-OPEN-3 a site that vouches makes the profile verified, a visitor does not', () => {
    const visitor = { name: 'Ada', externalId: 'customer 7', verified: true };
    const device = { browser: 'Chrome 156', form: 'desktop' as const };
    const opening = command('OpenSession', { siteId: 'site', visitor, device });
    const opened = (told: VisitorProfile) => [
      event('SessionOpened', { siteId: 'site', visitorId: 'ada', visitor: told, device }),
    ];
    absent.when(opening, ada).then(opened({ name: 'Ada' }));
    absent
      .when(opening, { kind: 'visitor', id: 'ada', externalId: 'customer 8' })
      .then(opened({ name: 'Ada', externalId: 'customer 8', verified: true }));
  });

  test('S-POST-6 a note calls whom it names, once; nothing public calls', () => {
    const calling = (visibility: 'public' | 'internal', mentions?: string[]) =>
      command('PostMessage', { text: 'look', visibility, ...(mentions === undefined ? {} : { mentions }) });
    assigned
      .when(calling('internal', ['cat', 'ben', 'cat']), ben)
      .then([event('MessagePosted', { text: 'look', visibility: 'internal', mentions: ['cat', 'ben'] })]);
    assigned
      .when(calling('internal', []), ben)
      .then([event('MessagePosted', { text: 'look', visibility: 'internal' })]);
    assigned.when(calling('public', ['cat']), ben).then(refused('invalid'));
    assigned.when(calling('public', ['cat']), ada).then(refused('invalid'));
    assigned.when(calling('internal', ['cat']), bot).then(refused('invalid'));
  });

  test('S-ERASE-1 after erasing everything is refused', () => {
    for (const asked of [
      post(),
      command('CloseSession', {}),
      command('ReopenSession', {}),
      command('EraseSession', {}),
      command('OpenSession', { siteId: 'site', visitor: {} }),
    ])
      for (const actor of [ada, eve, ben, root, desk])
        erased.when({ ...asked, id: `c${++ids}` }, actor).then(refused('erased'));
  });
});
