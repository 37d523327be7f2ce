import { InjectionToken } from '@angular/core';
import { type ChatClient, type ChatClientOptions, createChatClient, openOutbox } from '@holdfast/chat-client';

/** Makes the client of one agent: outbox and socket are shared by all tabs of this name. */
export type MakeClient = (name: string, token: ChatClientOptions['token']) => Promise<ChatClient>;

export const MAKE_CLIENT = new InjectionToken<MakeClient>('chat client', {
  providedIn: 'root',
  factory: (): MakeClient => async (name, token) => {
    const url = new URL('/ws', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return createChatClient({
      url: url.href,
      token,
      storage: await openOutbox(name),
      tabs: name,
      report: (problem) => console.warn('holdfast', problem),
    });
  },
});
