import { createInbox, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { Unavailable } from './errors.ts';
import { linkOf } from './link.ts';
import { backoff, pause } from './pause.ts';
import { NO_ANSWER, Replies } from './replies.ts';

/** A stored message, read without a consumer. */
export interface StoredMessage {
  readonly subject: string;
  readonly sequence: number;
  readonly data: Uint8Array;
  readonly headers: MsgHdrs;
}

const ATTEMPTS = 8;
const QUIET_MS = 2_000;
/** Of one answer; the server's own limit is 1,024. */
const PAGE = 1_000;

/** The message at a sequence (`{seq}`), or the last one of a subject (`{last_by_subj}`). Null: there is none. @throws Unavailable */
export async function getMessage(
  nc: NatsConnection,
  stream: string,
  query: { seq: number } | { last_by_subj: string },
): Promise<StoredMessage | null> {
  const [subject, payload] =
    'seq' in query
      ? [`$JS.API.DIRECT.GET.${stream}`, JSON.stringify(query)]
      : [`$JS.API.DIRECT.GET.${stream}.${query.last_by_subj}`, ''];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const reply = await Replies.of(nc).request(subject, payload, undefined, { timeoutMs: QUIET_MS });
    if (reply !== NO_ANSWER) {
      const code = reply.headers?.code ?? 0;
      if (code === 404) return null;
      if (code === 0 && reply.headers !== undefined) return stored(reply.headers, reply.data);
    }
    await pause(backoff(attempt, 20, 500));
  }
  throw new Unavailable(`${stream}: no answer to a direct get`);
}

/**
 * Up to `limit` messages of a subject (wildcards allowed) from a sequence on, in order, with how many more there are.
 * @throws Unavailable
 */
export async function getMessages(
  nc: NatsConnection,
  stream: string,
  subject: string,
  from: number,
  limit = Infinity,
): Promise<{ messages: StoredMessage[]; more: boolean }> {
  const messages: StoredMessage[] = [];
  let next = from;
  for (;;) {
    const batch = Math.min(PAGE, limit - messages.length);
    const page = await getPage(nc, stream, { seq: next, next_by_subj: subject, batch });
    for (const message of page.messages) messages.push(message);
    if (page.pending === 0 || messages.length >= limit || page.messages.length === 0)
      return { messages, more: page.pending > 0 };
    next = (page.messages.at(-1)?.sequence ?? next) + 1;
  }
}

interface Page {
  readonly messages: StoredMessage[];
  /** How many follow the last one. */
  readonly pending: number;
}

async function getPage(
  nc: NatsConnection,
  stream: string,
  query: { seq: number; next_by_subj: string; batch: number },
): Promise<Page> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const page = await requestPage(nc, `$JS.API.DIRECT.GET.${stream}`, JSON.stringify(query));
    if (page !== null) return page;
    await pause(backoff(attempt, 20, 500));
  }
  throw new Unavailable(`${stream}: no answer to a batched direct get`);
}

/** One page, whole or not at all (null): silence, a reconnection and errors on the way all end it. */
function requestPage(nc: NatsConnection, subject: string, query: string): Promise<Page | null> {
  return new Promise((resolve, reject) => {
    if (nc.isClosed() || nc.isDraining()) {
      reject(new Unavailable('the connection to NATS is closed'));
      return;
    }
    const messages: StoredMessage[] = [];
    const inbox = createInbox();
    const end = (page: Page | null): void => {
      clearTimeout(timer);
      forget();
      if (!nc.isClosed()) subscription.unsubscribe();
      resolve(page);
    };
    const timer = setTimeout(() => end(null), QUIET_MS);
    const forget = linkOf(nc).onReconnect(() => end(null));
    const subscription = nc.subscribe(inbox, {
      callback: (error, message) => {
        const headers = message.headers;
        if (error !== null || headers === undefined) end(null);
        else if (headers.code === 404) end({ messages: [], pending: 0 });
        else if (headers.code === 204) end({ messages, pending: Number(headers.get('Nats-Num-Pending')) });
        else if (headers.code !== 0) end(null);
        else {
          timer.refresh();
          messages.push(stored(headers, message.data));
        }
      },
    });
    nc.publish(subject, query, { reply: inbox });
  });
}

const stored = (headers: MsgHdrs, data: Uint8Array): StoredMessage => ({
  subject: headers.get('Nats-Subject'),
  sequence: Number(headers.get('Nats-Sequence')),
  data,
  headers,
});
