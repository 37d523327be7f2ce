import { type AgentActor, SetPassword } from '@holdfast/contracts';
import type { NatsConnection } from '@nats-io/transport-node';
import { v7 as uuidv7 } from 'uuid';
import { type Installation, until } from './installation.ts';

/** Gives the agent a password, as an operator would. Their account is there once the workspace service has projected it. */
export async function letIn(nats: NatsConnection, { workspace }: Installation, agent: AgentActor) {
  const password = uuidv7();
  const data = { workspace, agentId: agent.id, password, by: { kind: 'system', id: 'bench' } };
  await until('the agent has a password', async () => {
    const packet = JSON.stringify({ pattern: SetPassword.pattern, data, id: uuidv7() });
    const answer = await nats.request(SetPassword.pattern, packet, { timeout: 5_000 });
    return Boolean(answer.json<{ response?: unknown }>().response);
  });
  return { email: `${agent.id}@${workspace}.example`, password };
}
