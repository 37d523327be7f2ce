import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentActor, type Claims, type WorkspaceCommand, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { connectNats, publishCommand, readCommits } from '@holdfast/jetstream';
import { anyPorts, PROCESSES, startStack, type Stack, type StackOptions } from '@holdfast/tools/start';
import type { NatsConnection } from '@nats-io/transport-node';
import { v7 as uuidv7 } from 'uuid';
import type { Options } from './options.ts';

/** The one that the sample shop carries. */
export const SITE = 'demo-shop';
const TEAM = 'bench-team';
/** Limits are for abuse; what is measured here is what is behind them. */
const UNLIMITED = '100000/1000000';

export interface Installation {
  readonly stack: Stack;
  readonly workspace: string;
  readonly url: string;
  readonly agents: readonly AgentActor[];
  token(claims: Claims): string;
  /** A connection to its nats-server that may do everything. Close it. */
  connect(): Promise<NatsConnection>;
  stop(): Promise<void>;
}

/** What is different about an installation. */
interface Differences {
  readonly choosePorts?: StackOptions['choosePorts'];
  /** Additions to the gateway's environment. */
  readonly gateway?: Readonly<Record<string, string>>;
}

/** Starts everything on a folder of its own, with a workspace that has a site, a team and agents. */
export async function install(
  options: Options,
  say: (line: string) => void,
  { choosePorts = anyPorts, gateway = {} }: Differences = {},
): Promise<Installation> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const root = join(import.meta.dirname, '..', '..');
  const profile = options.profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profile}` };
  const unlimited = Object.fromEntries(
    ['RATE_CONNECTION', 'RATE_VISITOR', 'RATE_AGENT', 'RATE_WORKSPACE', 'RATE_FRAMES'].map((name) => [name, UNLIMITED]),
  );
  const quiet = { LOG_LEVEL: 'warn', ...profile };
  const stack = await startStack({
    root,
    dataFolder,
    choosePorts,
    durability: options.durability,
    seed: false,
    instances: Object.fromEntries(PROCESSES.map((name) => [name, options.instances])),
    environment: {
      session: quiet,
      assignment: quiet,
      workspace: quiet,
      gateway: { ...quiet, ...unlimited, ...gateway },
    },
    say,
  });
  const stop = async (): Promise<void> => {
    await stack.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    const workspace = `bench-${uuidv7()}`;
    const agents = Array.from({ length: options.agents }, (_, i): AgentActor => {
      const name = `Agent ${String(i + 1)}`;
      return { kind: 'agent', id: `agent-${String(i + 1)}`, name, role: 'agent' };
    });
    await settleIn(stack, workspace, agents);
    return {
      stack,
      workspace,
      url: `ws://127.0.0.1:${String(stack.ports.gateway)}/ws`,
      agents,
      token: (claims) => sign(claims, stack.secrets.token),
      connect: () => connectTo(stack),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const connectTo = ({ nats: { url, user, password } }: Stack): Promise<NatsConnection> =>
  connectNats({ servers: url, name: 'bench', user, pass: password });

/** Makes the workspace through the real command path, and waits until the log has it. */
async function settleIn(stack: Stack, workspace: string, agents: readonly AgentActor[]): Promise<void> {
  const nc = await connectTo(stack);
  try {
    const allowedOrigins = [new URL(stack.urls.shop).origin];
    const ref = { workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID } as const;
    const commands: WorkspaceCommand[] = [
      { id: uuidv7(), type: 'CreateWorkspace', data: { name: 'Bench' } },
      { id: uuidv7(), type: 'SaveTeam', data: { teamId: TEAM, name: 'Bench' } },
      { id: uuidv7(), type: 'SaveSite', data: { siteId: SITE, name: 'Bench', teamId: TEAM, allowedOrigins } },
      ...agents.map(({ id, name }): WorkspaceCommand => {
        const email = `${id}@${workspace}.example`;
        return {
          id: uuidv7(),
          type: 'SaveAgent',
          data: { agentId: id, name, email, role: 'agent', teams: [TEAM], capacity: 0, active: true },
        };
      }),
    ];
    for (let at = 0; at < commands.length; at += 32) {
      const part = commands.slice(at, at + 32);
      await publishCommand(nc, ref, {
        id: uuidv7(),
        at: new Date().toISOString(),
        actor: { kind: 'system', id: 'bench' },
        correlationId: uuidv7(),
        commands: part,
      });
    }
    await until('the workspace is there', async () => {
      const { commits } = await readCommits(nc, ref, { limit: 100 });
      return commits.flatMap(({ commit }) => commit.outcomes).length >= commands.length;
    });
  } finally {
    await nc.close();
  }
}

/** @throws when it does not come about within the time */
export async function until(what: string, check: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A token as the gateway and the workspace service make them. */
function sign(claims: Claims, secret: string): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const payload = {
    ...claims,
    iss: 'holdfast',
    aud: claims.kind === 'agent' ? 'console' : 'widget',
    iat: now,
    exp: now + 3_600,
  };
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}
