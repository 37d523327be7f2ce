import { type Answer, type AgentPicture } from '@holdfast/contracts';
import { type Response } from 'express';

/** So long a browser shows a picture without asking whether there is another one: whoever has chosen one wants to see it. */
const FRESH_S = 60;

/** Answers with a picture that is kept as a data address, or with nothing. Express adds the tag by which it is asked for again. */
export function sendPicture(response: Response, found: Answer<typeof AgentPicture>, who: 'public' | 'private'): void {
  response.setHeader('Cache-Control', `${who}, max-age=${String(FRESH_S)}`);
  const [, type, data] = /^data:(image\/[a-z]+);base64,(.+)$/.exec(found?.picture ?? '') ?? [];
  if (type === undefined || data === undefined) {
    response.status(204).end();
    return;
  }
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.type(type).send(Buffer.from(data, 'base64'));
}
