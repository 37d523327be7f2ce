import type { Edit } from '../edit.ts';

/** A mistake that somebody could make, as a change of the source where it would be made. Its name says what goes wrong. */
export interface Defect extends Edit {
  /** `client`: in the clients of the crowd; `services`: in the processes of the installation, whose code is compiled. */
  readonly where: 'client' | 'services';
  /** The rules of SPEC.md of which one has to be seen broken. */
  readonly rules: readonly string[];
  /** Where it is looked for, if it takes more schedules to show than are played in processes. */
  readonly tier?: 'simulation';
}

const CLIENT = 'libs/chat-client';
const ES = 'libs/event-sourcing';
const JETSTREAM = 'libs/jetstream';
const SESSION = 'services/session';
const ASSIGNMENT = 'services/assignment';

export const DEFECTS: readonly Defect[] = [
  // ── the client ─────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    name: 'sent-is-stored',
    where: 'client',
    file: `${CLIENT}:outbox`,
    edits: [
      {
        find: 'this.#sendings.sent(request, target, due);',
        put: `this.#sendings.sent(request, target, due);
          for (const row of due) this.#ports.settled(target, { commandId: row.id, kind: 'stored' });`,
      },
    ],
    // What is shown as stored before it is may still be overtaken.
    rules: ['F-LOSS-1', 'F-ORDER-3', 'F-PENDING-2'],
  },
  {
    name: 'late-is-failed',
    where: 'client',
    file: `${CLIENT}:session-view`,
    edits: [
      {
        find: `return now - row.at >= UNCONFIRMED_AFTER_MS ? 'unknown' : 'clock';`,
        put: `return now - row.at >= 200 ? 'failed' : 'clock';`,
      },
    ],
    rules: ['F-PENDING-3'],
  },
  {
    name: 'drop-outbox-on-reload',
    where: 'client',
    file: `${CLIENT}:engine`,
    edits: [
      {
        find: 'this.#connection.start();\n  }\n\n  stop',
        put: `const { store } = this.#ports;
    void store.rows().then((rows) => rows.forEach((row) => void store.update(row.id, () => null)));
    this.#connection.start();\n  }\n\n  stop`,
      },
    ],
    rules: ['F-LOSS-3'],
  },
  {
    name: 'next-before-outcome',
    where: 'client',
    file: `${CLIENT}:outbox`,
    edits: [
      {
        find: `if ((this.#lanes.get(target)?.awaiting.size ?? 0) === 0) void this.#choose(target, 'next');`,
        put: `void this.#choose(target, 'next');`,
      },
      {
        find: `if (now === 'again' || underWay.length === 0) this.#send(target, lane, waiting, underWay);`,
        put: `if (now === 'again') this.#send(target, lane, waiting, underWay);
        else this.#send(target, lane, waiting.filter((row) => !lane.awaiting.has(row.id)), []);`,
      },
    ],
    rules: ['F-ORDER-2'],
  },
  {
    name: 'sent-again-under-another-id',
    where: 'client',
    file: `${CLIENT}:outbox-rows`,
    edits: [
      {
        find: '({ id: row.id, type: row.type, data: row.data } as RequestCommand)',
        put: "({ id: row.type === 'PostMessage' ? crypto.randomUUID() : row.id, type: row.type, data: row.data } as RequestCommand)",
      },
    ],
    rules: ['F-PENDING-1', 'F-PHANTOM-1', 'F-DUP-1'],
  },
  {
    name: 'same-words-are-the-same-message',
    where: 'client',
    file: `${CLIENT}:session-view`,
    edits: [
      {
        find: 'if (entry !== null) entries.push(entry);',
        put: `const isKnown = (other: StoredEntry) => other.kind === 'message' && entry?.kind === 'message' && other.text === entry.text;
    if (entry !== null && !entries.some(isKnown) && !next.entries.some(isKnown)) entries.push(entry);`,
      },
    ],
    rules: ['F-LOSS-2'],
  },
  {
    name: 'sort-by-clock',
    where: 'client',
    file: `${CLIENT}:session-view`,
    edits: [
      {
        find: 'freshness, status, n, entries, older,',
        put: 'freshness, status, n, entries: entries.toSorted((a, b) => a.at.localeCompare(b.at)), older,',
      },
    ],
    rules: ['F-LOSS-2'],
  },
  {
    name: 'resume-one-too-far',
    where: 'client',
    file: `${CLIENT}:resume`,
    edits: [{ find: 'n: sameEpoch ? following.n : 0,', put: 'n: sameEpoch && following.n > 0 ? following.n + 1 : 0,' }],
    rules: ['F-GAP-1', 'F-LOSS-2', 'F-LIVE-1'],
  },
  {
    name: 'pending-beside-stored',
    where: 'client',
    file: `${CLIENT}:session-view`,
    edits: [{ find: 'if (own) ids.add(entry.id);', put: 'if (own) void entry;' }],
    rules: ['F-DUP-3'],
  },
  {
    name: 'refused-vanishes',
    where: 'client',
    file: `${CLIENT}:outbox-rows`,
    edits: [{ find: `: { ...bare, state: 'refused', reason: outcome.reason };`, put: ': null;' }],
    rules: ['F-LOSS-3'],
  },
  {
    name: 'gives-up-connecting',
    where: 'client',
    file: `${CLIENT}:connection`,
    edits: [
      { find: 'const delay = delayBefore(', put: 'if (this.#attempt > 1) return;\n    const delay = delayBefore(' },
    ],
    rules: ['F-LIVE-1'],
  },
  {
    name: 'newest-first',
    where: 'client',
    file: `${CLIENT}:outbox-rows`,
    edits: [{ find: 'return waiting.slice(0, count);', put: 'return waiting.slice(0, count).toReversed();' }],
    rules: ['F-ORDER-2'],
  },
  {
    name: 'failed-though-passed-on',
    where: 'client',
    file: `${CLIENT}:outbox`,
    edits: [
      { find: `if (reason === 'too-fast' || reason === 'unavailable') {`, put: `if (reason === 'too-fast') {` },
      { find: 'if (this.#sendings.mayHaveBeenPassedOn(id)) {', put: 'if (id === undefined) {' },
    ],
    rules: ['F-PENDING-2', 'F-PENDING-3'],
    tier: 'simulation',
  },
  {
    name: 'everything-is-read',
    where: 'client',
    file: `${CLIENT}:session-view`,
    edits: [{ find: `return reached.read >= w ? 'read'`, put: `return reached.read >= 0 ? 'read'` }],
    rules: ['F-TICK-1'],
  },
  // ── the gateway ────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    name: 'notes-for-visitors',
    where: 'services',
    file: 'gateway:outbound/session-commit',
    edits: [
      { find: 'const events = project(this.commit, audience);', put: `const events = project(this.commit, 'staff');` },
    ],
    rules: ['F-PHANTOM-2', 'F-LIVE-1'],
  },
  {
    name: 'one-person-for-all',
    where: 'services',
    file: 'gateway:inbound/command-intake',
    edits: [
      {
        find: 'actorOf(identity);',
        put: `(commands[0]?.type === 'PostMessage' ? ((globalThis.firstActors ??= {})[identity.kind] ??= actorOf(identity)) : actorOf(identity));`,
      },
    ],
    rules: ['F-PHANTOM-1', 'F-PENDING-1'],
  },
  {
    name: 'request-turned-round',
    where: 'services',
    file: 'gateway:inbound/command-intake',
    edits: [
      {
        find: 'commands.map((command) => asConnected(command, sender))',
        put: 'commands.map((command) => asConnected(command, sender)).toReversed()',
      },
    ],
    rules: ['F-ORDER-2'],
  },
  // ── command handling ───────────────────────────────────────────────────────────────────────────────────────────────
  {
    name: 'forget-what-is-settled',
    where: 'services',
    file: `${ES}:decide-request`,
    edits: [{ find: 'const recorded = this.#folded.settled.get(id);', put: 'const recorded = undefined;' }],
    rules: ['F-DUP-1', 'F-DUP-2'],
  },
  {
    name: 'withdraw-what-is-settled',
    where: 'services',
    file: `${ES}:decide-request`,
    edits: [
      {
        find: `if (!this.#answer(target))`,
        put: `if (target !== undefined)`,
      },
    ],
    rules: ['F-DUP-2'],
  },
  {
    name: 'numbers-with-gaps',
    where: 'services',
    file: `${ES}:decide-request`,
    edits: [{ find: 'this.#v += 1;', put: 'this.#v += this.#v > 20 && this.#v % 7 === 0 ? 2 : 1;' }],
    rules: ['F-GAP-2', 'F-PENDING-1'],
  },
  {
    name: 'acknowledge-before-append',
    where: 'services',
    file: `${JETSTREAM}:jetstream-event-store`,
    edits: [
      {
        find: 'const answer = await this.#queue.append(',
        put: `const answer = Math.random() < 0.05 ? { kind: 'appended', sequence: expectedSequence + 1 } : await this.#queue.append(`,
      },
    ],
    rules: ['F-LOSS-1', 'F-PENDING-2'],
  },
  {
    name: 'skip-expected-sequence',
    where: 'services',
    file: `${JETSTREAM}:append-queue`,
    edits: [{ find: `own.set('Nats-Expected-Last-Subject-Sequence', String(expected));`, put: 'void expected;' }],
    rules: ['F-DUP-1', 'F-DUP-2', 'F-GAP-2', 'F-ROWS-1'],
  },
  {
    name: 'second-is-first',
    where: 'services',
    file: `${JETSTREAM}:jetstream-event-store`,
    edits: [
      { find: 'if (answer.certain)', put: 'if (answer.last < 0)' },
      { find: 'later.find((each) => each.commit.id === commit.id)', put: 'later.at(-1)' },
    ],
    rules: ['F-LOSS-1', 'F-LOSS-2', 'F-GAP-2', 'F-PENDING-1', 'F-PENDING-2'],
  },
  {
    name: 'no-answer-to-the-second-time',
    where: 'services',
    file: `${JETSTREAM}:consume-commands`,
    edits: [{ find: 'directAnswer(nc, request, ref, known);', put: 'void known;' }],
    rules: ['F-PENDING-1'],
  },
  {
    name: 'other-words',
    where: 'services',
    file: `${SESSION}:domain/session`,
    edits: [
      {
        find: `= { type: 'MessagePosted', data };`,
        put: `= { type: 'MessagePosted', data: { ...data, text: data.text.toUpperCase() } };`,
      },
    ],
    rules: ['F-PHANTOM-1'],
  },
  // ── assignment ─────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    name: 'assign-whoever-has-it',
    where: 'services',
    file: `${SESSION}:domain/session`,
    edits: [
      { find: `return state.status === 'waiting' && state.ticket === data.ticket`, put: 'return data.ticket > 0' },
    ],
    rules: ['F-AGENT-1', 'F-AGENT-2'],
  },
  {
    name: 'claim-what-is-taken',
    where: 'services',
    file: `${ASSIGNMENT}:domain/desk`,
    edits: [
      {
        find: `: no('already-taken', { agentId, agentName, at });`,
        put: `: accept([assigned(session, { ...chat, since: at }, wantedOf(state, { siteId: '' }), agent, 'claimed', { considered: [], consideredTotal: 0 })]);`,
      },
    ],
    rules: ['F-AGENT-1'],
  },
  {
    name: 'one-more-than-may-be',
    where: 'services',
    file: `${ASSIGNMENT}:domain/routing`,
    edits: [
      { find: 'agent.held.size < agent.capacity', put: 'agent.held.size <= agent.capacity' },
      { find: 'agent.held.size >= agent.capacity', put: 'agent.held.size > agent.capacity' },
    ],
    rules: ['F-CAPACITY-1'],
  },
  {
    name: 'close-keeps-the-agent',
    where: 'services',
    file: `${ASSIGNMENT}:process/reactions`,
    edits: [{ find: `return errand(to, [release(ticket, 'closed')]);`, put: 'return null;' }],
    rules: ['F-AGENT-2'],
  },
  {
    name: 'acknowledge-what-is-under-way',
    where: 'services',
    file: `${ASSIGNMENT}:process/pass.consumer`,
    edits: [
      {
        find: 'const finished = this.#inOrder.begin(message);',
        put: 'const finished = () => undefined;\n      this.#inOrder.skip(message);',
      },
    ],
    rules: ['F-AGENT-2', 'F-AGENT-3'],
  },
  // ── projections ────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    name: 'start-one-too-far',
    where: 'services',
    file: `${JETSTREAM}:projector-pass`,
    edits: [
      {
        find: 'const info = await positioned(options, sequence, overtaken, setBack);',
        put: 'const info = await positioned(options, sequence + 1, overtaken, setBack);',
      },
    ],
    // The first commit of an empty log makes the workspace: to the service that answers for it there is none, and nobody is let in.
    rules: ['F-LIVE-1', 'F-ROWS-1'],
  },
  {
    name: 'leave-out-of-a-batch',
    where: 'services',
    file: `${JETSTREAM}:projector-pass`,
    edits: [
      {
        find: 'const batch = messages.map(toFeedMessage);',
        put: 'const batch = messages.map(toFeedMessage).filter((_, i) => i === 0 || i % 5 !== 0);',
      },
    ],
    rules: ['F-ROWS-1'],
  },
  {
    name: 'commit-without-checkpoint',
    where: 'services',
    file: `${SESSION}:projection/batch-writer.projector`,
    edits: [
      {
        find: `send('advance', ADVANCE, [name, this.#at, next.epoch, next.sequence, next.commitId]);`,
        put: 'void ADVANCE;',
      },
    ],
    rules: ['F-ROWS-1'],
  },
  {
    name: 'inbox-begins-at-the-start',
    where: 'services',
    file: `${SESSION}:inbox/inbox.projector`,
    // An instance that starts knows nothing of the rows that were there before it, and leaves them as they are.
    edits: [{ find: 'this.#pending.set(key(workspace, session), row);', put: 'void row;' }],
    rules: ['F-ROWS-2'],
  },
];
