import type { Edit } from '../edit.ts';

/** What a process of the harness calls in a window; see failpoints.ts. */
const isDue = (name: string): string => `crashing.isDue('${name}')`;
const crash = (name: string): string => `crashing.crash('${name}')`;
const dieBefore = (name: string, find: string): Edit['edits'] => [
  { find, put: `if (${isDue(name)}) ${crash(name)};\n${find}` },
];

/** The moments between two steps of a message's way in which a process can die, each named for the step before and the step after. */
export const PROCESS_WINDOWS = [
  {
    name: 'read-published',
    file: 'gateway:inbound/command-intake',
    edits: dieBefore('read-published', 'const began = now();'),
  },
  {
    // The stream has said that it has it, and nobody has taken note.
    name: 'published-acked',
    file: 'gateway:inbound/command-intake',
    edits: dieBefore('published-acked', 'meters.published(now() - began);'),
  },
  {
    name: 'consumed-appended',
    file: 'libs/jetstream:consume-commands',
    edits: dieBefore('consumed-appended', 'const { known } = await handle(ref, request, {'),
  },
  {
    name: 'decided-appended',
    file: 'libs/event-sourcing:command-loop',
    edits: dieBefore('decided-appended', 'const appended = await this.#options.store'),
  },
  {
    name: 'appended-acked',
    file: 'libs/event-sourcing:command-loop',
    edits: dieBefore('appended-acked', 'this.#keep(key, fold('),
  },
  {
    name: 'appended-fanned-out',
    file: 'gateway:outbound/session-feed',
    edits: dieBefore('appended-fanned-out', 'const follows = rings.add(entry, now());'),
  },
  {
    // One follower has it, the others have not. What was sent in this turn leaves with the ticks that are queued already.
    name: 'half-fanned-out',
    file: 'gateway:outbound/session-feed',
    edits: [
      {
        find: 'this.#show(following, entry, follows);',
        put: `{
          this.#show(following, entry, follows);
          const isShown = following.state === 'live' && entry.frame(following.follower.audience) !== null;
          if (isShown && this.#followed.get(key).size > 1 && ${isDue('half-fanned-out')}) {
            process.nextTick(() => ${crash('half-fanned-out')});
            return;
          }
        }`,
      },
    ],
  },
  {
    // Postgres has done all that was asked, and waits for the end of the transaction.
    name: 'transaction-open',
    file: 'services/session:projection/batch-writer.projector',
    edits: [
      {
        find: `send('commit', 'commit', []);`,
        put: `if (${isDue('transaction-open')}) {
          await Promise.allSettled(answers);
          ${crash('transaction-open')};
        }
        send('commit', 'commit', []);`,
      },
    ],
  },
  {
    name: 'committed-acked',
    file: 'libs/jetstream:projector-pass',
    edits: dieBefore('committed-acked', 'acks.ack(last);'),
  },
  {
    // It takes longer over a decision of the desk than lies between two acknowledgements: none of them may be of it.
    name: 'taken-asked',
    file: 'services/assignment:process/pass.consumer',
    edits: [
      {
        find: 'await this.#manager.take(ref, commit);',
        put: `{
          if (ref.kind === 'desk' && ${isDue('taken-asked')}) {
            await delay(2 * ACKNOWLEDGE_MS);
            await this.#options.nc.flush();
            ${crash('taken-asked')};
          }
          await this.#manager.take(ref, commit);
        }`,
      },
    ],
  },
  {
    name: 'asked-settled',
    file: 'services/assignment:process/errands',
    edits: [
      {
        find: 'timer = timers.setTimeout(() => void attempt(), resendMs);',
        put: `{
          if (${isDue('asked-settled')}) ${crash('asked-settled')};
          timer = timers.setTimeout(() => void attempt(), resendMs);
        }`,
      },
    ],
  },
] as const satisfies readonly Edit[];

/** Its sender's page has taken the outcome of a command and not cleared the outbox: a page is no process of the installation. */
export const PAGE_WINDOW = 'settled-cleared';

export type CrashWindow = (typeof PROCESS_WINDOWS)[number]['name'] | typeof PAGE_WINDOW;
export const WINDOWS: readonly CrashWindow[] = [...PROCESS_WINDOWS.map(({ name }) => name), PAGE_WINDOW];
