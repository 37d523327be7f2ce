import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AggregateRef,
  type Commit,
  InviteAgent,
  plainLetters,
  ReadInvitation,
  workspace as language,
  type WorkspaceCommand,
  type WorkspaceEvent,
  WORKSPACE_AGGREGATE_ID,
} from '@holdfast/contracts';
import { connectNats } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { ActionableFailure } from '../servers/failure.ts';
import { askService } from './ask-service.ts';
import { DEMO_WORKSPACE } from './demo/cast.ts';
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
export type MadeWorkspace = {
  /** False: it was there already, with this very admin. */
  isNew: boolean;
  token: string;
  expiresAt: string;
};

const OPERATOR = { kind: 'system', id: 'operator' } as const;
const ADMIN_ID = 'admin';
const REACH_WITHIN_MS = 10_000;
const ACCOUNT_WITHIN_MS = 30_000;
const REASONS: Readonly<Record<string, string>> = {
  'email-taken': 'This e-mail address has an account already.',
  'already-created': 'Somebody else has just made a workspace with this id.',
};

/** An id for a workspace of that name; empty where it has no letter for one. */
export const idFor = (name: string): string =>
  plainLetters(name.normalize('NFKD'))
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replaceAll(/^-|-$/g, '');

/**
 * Makes a workspace with one admin, who chooses their password behind the token. Asked again for the same workspace and admin, it is as it was,
 * and the admin gets another token; so it is for one that was not finished. A workspace of anybody else is left alone.
 * @throws ActionableFailure when it is refused or nobody answers
 */
export async function makeNewWorkspace(
  asked: NewWorkspace,
  nats: { url: string } & NatsCredentials,
  signal: AbortSignal,
): Promise<MadeWorkspace> {
  const { id, admin } = asked;
  const create = checked({ id: randomUUID(), type: 'CreateWorkspace', data: { name: asked.name } });
  const save = checked({
    id: randomUUID(),
    type: 'SaveAgent',
    data: { agentId: ADMIN_ID, ...admin, role: 'admin', teams: [], capacity: 4, active: true },
  });
  const nc = await reach(nats);
  try {
    const ref: AggregateRef = { workspace: id, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID };
    const sender = new LogSender(nc, signal, { cure: 'See the logs of the workspace service.', reasons: REASONS });
    const state = stateOf(await sender.commits(ref), asked);
    if (state === 'of-others' || id === DEMO_WORKSPACE)
      throw new ActionableFailure(
        `There is a workspace ${id} already, and ${admin.email} is not who it was made for.`,
        'Give yours another --id.',
      );
    const sending = { ref, actor: OPERATOR, at: new Date().toISOString() };
    if (state === 'absent') await sender.settle({ ...sending, commands: [create] });
    if (state !== 'made') await sender.settle({ ...sending, commands: [save] });
    return { isNew: state === 'absent', ...(await invite(nc, id, signal)) };
  } finally {
    await nc.close();
  }
}

/** @throws ActionableFailure that names what breaks the schema */
function checked(command: WorkspaceCommand): WorkspaceCommand {
  const read = language.WorkspaceCommand.safeParse(command);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ActionableFailure(
    `${String(issue?.path.at(-1))} cannot be ${JSON.stringify(issue?.input ?? null)}: ${issue?.message ?? ''}.`,
    'Give another.',
  );
}

/** `begun`: made for the same name, and nobody is in it yet. */
function stateOf(commits: readonly Commit[], { name, admin }: NewWorkspace): 'absent' | 'begun' | 'made' | 'of-others' {
  const events = commits.flatMap((commit) => commit.events as readonly WorkspaceEvent[]);
  const created = events.find((event) => event.type === 'WorkspaceCreated');
  const saved = events.flatMap((event) => (event.type === 'AgentSaved' ? [event.data] : []));
  if (created === undefined) return 'absent';
  if (saved.length === 0) return created.data.name === name ? 'begun' : 'of-others';
  const first = saved.findLast(({ agentId }) => agentId === ADMIN_ID);
  return first?.email.toLowerCase() === admin.email.toLowerCase() ? 'made' : 'of-others';
}

/** @throws ActionableFailure when nobody is there who knows this user */
async function reach({ url, user, password }: { url: string } & NatsCredentials): Promise<NatsConnection> {
  const connecting = connectNats({ servers: url, name: 'holdfast-workspace', user, pass: password });
  const nc = await Promise.race([connecting, delay(REACH_WITHIN_MS, null, { ref: false })]);
  if (nc !== null) return nc;
  throw new ActionableFailure(
    `NATS at ${url} cannot be reached, or does not know this user and password.`,
    'The last lines of npm start -- --no-seed name NATS_URL, NATS_USER and NATS_PASSWORD.',
  );
}

/** The invitation holds once the account has been projected. */
async function invite(nc: NatsConnection, workspace: string, signal: AbortSignal) {
  const data = { workspace, agentId: ADMIN_ID, by: OPERATOR };
  const made = InviteAgent.answer.parse(await askService(nc, InviteAgent.pattern, data));
  if (made === null)
    throw new ActionableFailure(`The admin of ${workspace} is not active any more.`, 'Another admin can invite them.');
  for (const end = performance.now() + ACCOUNT_WITHIN_MS; performance.now() < end; await delay(50, null, { signal })) {
    if ((await askService(nc, ReadInvitation.pattern, { token: made.token })) !== null) return made;
  }
  throw new ActionableFailure(
    `The admin of ${workspace} has no account yet.`,
    'See whether Postgres and the workspace service are up, and give the command again.',
  );
}
