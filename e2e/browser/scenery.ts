import { randomUUID } from 'node:crypto';
import { type Actor, type AggregateRef, type AnyCommand, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { publishCommand } from '@holdfast/jetstream';
import { eventually } from '@holdfast/testing';
import type { Chat } from '../platform/page.ts';
import type { Stage } from './stage.ts';

/** As many commands go in one request. */
const TOGETHER = 20;

/** What a story finds when it begins: put there by commands, past the limits that slow down people who write. */
export class Scenery {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async cannedReply(shortcut: string, text: string): Promise<void> {
    const { id: workspace } = this.#stage.workspace;
    const data = { replyId: shortcut, shortcut, text };
    await this.#put({ workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID }, { kind: 'system', id: 'e2e' }, [
      { id: randomUUID(), type: 'SaveCannedReply', data },
    ]);
  }

  /** The visitor of a chat has written all this; resolves once they are shown it, and it is in the history. */
  async visitorWrote(chat: Chat, texts: readonly string[]): Promise<void> {
    const { platform, workspace } = this.#stage;
    const [opening] = await platform.sessionCommits(workspace.id, chat.id);
    if (opening === undefined) throw new Error('the chat is not open');
    const ref: AggregateRef = { workspace: workspace.id, kind: 'session', id: chat.id };
    const commands = texts.map((text) => ({
      id: randomUUID(),
      type: 'PostMessage',
      data: { text, visibility: 'public' },
    }));
    await this.#put(ref, opening.actor, commands);
    await chat.sees(texts.at(-1) ?? '');
    const count = 'SELECT count(*)::int AS n FROM session.transcript WHERE session = $1';
    await eventually(async () => ((await platform.rows<{ n: number }>(count, chat.id))[0]?.n ?? 0) >= texts.length, {
      within: 20_000,
    });
  }

  async #put(ref: AggregateRef, actor: Actor, commands: readonly AnyCommand[]): Promise<void> {
    const { platform } = this.#stage;
    for (let i = 0; i < commands.length; i += TOGETHER) {
      const some = commands.slice(i, i + TOGETHER);
      const id = randomUUID();
      await publishCommand(platform.nats, ref, {
        id,
        at: new Date().toISOString(),
        actor,
        correlationId: id,
        commands: some,
      });
      const ids = new Set(some.map((command) => command.id));
      await eventually(
        async () => {
          const commits = await platform.commits(ref);
          const known = commits.flatMap(({ outcomes }) => outcomes).filter(({ commandId }) => ids.has(commandId));
          const refused = known.find(({ kind }) => kind !== 'stored');
          if (refused !== undefined) throw new Error(`not stored: ${JSON.stringify(refused)}`);
          return known.length === some.length;
        },
        { every: 20, within: 20_000 },
      );
    }
  }
}
