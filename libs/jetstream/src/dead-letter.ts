import { deadLetterSubject, STREAMS } from '@holdfast/contracts';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { describeError, Rejected } from './errors.ts';
import { publishUntilAnswered } from './publish-until-answered.ts';

/** Headers of a dead letter. */
export const DEAD_LETTER_HEADERS = {
  subject: 'Holdfast-Subject',
  stream: 'Holdfast-Stream',
  sequence: 'Holdfast-Sequence',
  attempts: 'Holdfast-Attempts',
  error: 'Holdfast-Error',
} as const;

export interface DeadLetter {
  /** Who could not process it. */
  readonly service: string;
  readonly subject: string;
  readonly stream: string;
  readonly sequence: number;
  readonly data: Uint8Array;
  readonly attempts: number;
  readonly error: unknown;
}

/** Stores a copy of a message in `CHAT_DLQ`, once however often it is called. Only then may the message itself be given up. @throws Unavailable, Rejected */
export async function deadLetter(nc: NatsConnection, letter: DeadLetter, signal?: AbortSignal): Promise<void> {
  const own = headers();
  own.set('Nats-Msg-Id', `${letter.service}/${letter.stream}/${String(letter.sequence)}`);
  own.set('Nats-Expected-Stream', STREAMS.deadLetters);
  own.set(DEAD_LETTER_HEADERS.subject, letter.subject);
  own.set(DEAD_LETTER_HEADERS.stream, letter.stream);
  own.set(DEAD_LETTER_HEADERS.sequence, String(letter.sequence));
  own.set(DEAD_LETTER_HEADERS.attempts, String(letter.attempts));
  own.set(DEAD_LETTER_HEADERS.error, printable(describeError(letter.error)));
  const { answer } = await publishUntilAnswered(
    nc,
    deadLetterSubject(letter.service, letter.subject),
    letter.data,
    own,
    { deadlineMs: 10_000, signal },
  );
  if (answer.error !== undefined) throw new Rejected(`dead letter: ${answer.error.description}`, answer.error.err_code);
}

/** Header values are one line of plain characters. */
const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?');
