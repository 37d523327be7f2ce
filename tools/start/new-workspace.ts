import { setTimeout as delay } from 'node:timers/promises';
import { type AggregateRef, InviteAgent, plainLetters, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { connectNats } from '@holdfast/jetstream';
import { ActionableFailure } from '../servers/failure.ts';
import { askService } from './ask-service.ts';
import { LogSender } from './demo/log-sender.ts';
import type { NatsCredentials } from './environment.ts';

/** What a new workspace begins with. */
export type NewWorkspace = {
  name: string;
  /** Part of every subject of it, for ever. */
  id: string;
  admin: { name: string; email: string };
};

/** A workspace and how its first admin gets in. */
export type MadeWorkspace = { id: string; token: string; expiresAt: string };

const OPERATOR = { kind: 'system', id: 'operator' } as const;
const ADMIN_ID = 'admin';
const ACCOUNT_WITHIN_MS = 30_000;

/** An id for a workspace of that name; empty where it has no letter for one. */
export const idFor = (name: string): string =>
  plainLetters(name)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 64);

/**
 * Makes a workspace with one admin, who chooses their password behind the token. Asked again for the same workspace, it is as it was, and the
 * admin gets another token.
 * @throws ActionableFailure when it is refused or nobody answers
 */
export async function makeNewWorkspace(
  { id, name, admin }: NewWorkspace,
  nats: { url: string } & NatsCredentials,
  signal: AbortSignal,
): Promise<MadeWorkspace> {
  const nc = await connectNats({ servers: nats.url, name: 'holdfast-workspace', user: nats.user, pass: nats.password });
  try {
    const ref: AggregateRef = { workspace: id, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID };
    const agent = { agentId: ADMIN_ID, ...admin, role: 'admin', teams: [], capacity: 4, active: true } as const;
    await new LogSender(nc, signal).settle({
      ref,
      actor: OPERATOR,
      at: new Date().toISOString(),
      commands: [
        { id: 'create', type: 'CreateWorkspace', data: { name } },
        { id: 'first-admin', type: 'SaveAgent', data: agent },
      ],
    });
    // Their account is there once the workspace service has projected it.
    for (const end = performance.now() + ACCOUNT_WITHIN_MS; performance.now() < end;) {
      const made = await askService(nc, InviteAgent.pattern, { workspace: id, agentId: ADMIN_ID, by: OPERATOR });
      if (made !== null) return { id, ...InviteAgent.answer.unwrap().parse(made) };
      await delay(100, undefined, { signal });
    }
    throw new ActionableFailure(
      `The admin of ${id} has no account yet.`,
      'See whether Postgres and the workspace service are up.',
    );
  } finally {
    await nc.close();
  }
}
