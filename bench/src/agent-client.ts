import type { AgentActor } from '@holdfast/contracts';
import { type ChatClient, createChatClient, memoryStore } from '@holdfast/chat-client';
import type { Installation } from './installation.ts';
import { wsSocket } from './ws-socket.ts';

/** An agent's client in this process, straight at the gateway. It is not started yet. */
export function agentClient(place: Installation, { id, name, role }: AgentActor): ChatClient {
  const claims = { kind: 'agent', ws: place.workspace, sub: id, name, role, family: 'bench' } as const;
  return createChatClient({
    url: place.url,
    token: () => Promise.resolve({ token: place.token(claims) }),
    storage: memoryStore(),
    socket: wsSocket,
    report: () => undefined,
  });
}
