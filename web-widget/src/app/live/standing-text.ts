import type { SessionView } from '@holdfast/chat-client';
import type { Site } from './visitor';
import type { Words } from '../../words/en';

const MINUTE_MS = 60_000;

/** How a conversation stands, in a sentence for the visitor. */
export function standingText(view: SessionView | null, words: Words): string {
  const { standing: say } = words;
  if (view === null || view.status === 'erased') return say.answers;
  const { standing } = view;
  switch (view.status) {
    case 'closed':
      return say.closed;
    case 'absent':
      return standing?.open === false ? words.home.away : say.answers;
    case 'waiting': {
      if (standing?.open === false) return say.back;
      if (standing?.position === undefined) return say.waiting;
      return standing.position === 1 ? say.next : say.place(standing.position);
    }
    case 'assigned':
    case 'snoozed':
      if (standing?.agent === undefined) return say.answers;
      return standing.agent.here ? say.here : say.away;
  }
}

/** How long it usually takes until somebody has it; null: nobody waits, or nothing is known. */
export function waitText(view: SessionView | null, { standing: say }: Words): string | null {
  const expected = view?.status === 'waiting' ? view.standing?.expectedWaitMs : undefined;
  if (expected === undefined) return null;
  return expected < MINUTE_MS ? say.soon : say.wait(Math.ceil(expected / MINUTE_MS));
}

/** What a site says first: something else while nobody is there, where it has words for that. Nothing but an empty text is no text. */
export function greetingText(site: Site | null, isAway: boolean, words: Words): string {
  const texts = [isAway ? site?.awayMessage : undefined, site?.greeting];
  return texts.find((text) => text !== undefined && text !== '') ?? words.greeting;
}
