import { setTimeout as delay } from 'node:timers/promises';
import type { Installation } from './installation.ts';

const ASK_EVERY_MS = 100;

/** What a question for the history of a conversation came to. Times as of `performance.now()`. */
export interface HistoryAnswer {
  readonly askedAt: number;
  readonly at: number;
  /** The status, and of a problem its code: `200`, `503 catching-up`. */
  readonly what: string;
}

/** Asks the gateway for histories all the time, one after the other, as an agent whose console scrolls up. */
export function watchHistory(place: Installation, sessions: readonly string[]) {
  const [agent] = place.agents;
  if (agent === undefined) throw new Error('somebody has to ask');
  const { id: sub, name, role } = agent;
  const token = place.token({ kind: 'agent', ws: place.workspace, sub, name, role, family: 'bench' });
  const answers: HistoryAnswer[] = [];
  const ended = new AbortController();
  const watch = async (): Promise<void> => {
    for (let turn = 0; !ended.signal.aborted; turn++) {
      const askedAt = performance.now();
      const what = await ask(
        `${place.stack.urls.api}/sessions/${sessions[turn % sessions.length] ?? ''}/history`,
        token,
      );
      answers.push({ askedAt, at: performance.now(), what });
      await delay(ASK_EVERY_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const watching = watch();
  return {
    answers: answers as readonly HistoryAnswer[],
    /** Whether the last answer was a history. */
    isServed: () => answers.at(-1)?.what === SERVED,
    stop: async () => {
      ended.abort();
      await watching;
    },
  };
}

export const SERVED = '200';

async function ask(url: string, token: string): Promise<string> {
  try {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const { code = '' } = (await answer.json()) as { code?: string };
    return `${String(answer.status)} ${code}`.trim();
  } catch {
    return 'no answer';
  }
}
