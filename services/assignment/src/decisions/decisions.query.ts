import { SessionDecisions, type Answer } from '@holdfast/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { DeskLoop } from '../commands/desk-loop.ts';
import { deskOf } from '../process/reactions.ts';
import { waitingOf } from '../roster/roster.ts';
import { Decision } from './decision.entity.ts';

/** So many lines are answered: a chat that was passed on more often is a case for the log. */
const LIMIT = 200;

type DecisionLine = Answer<typeof SessionDecisions>['decisions'][number];

@Controller()
export class DecisionsQuery {
  constructor(
    private readonly source: DataSource,
    private readonly loop: DeskLoop,
  ) {}

  /** @throws RpcException `unavailable` while Postgres does not answer */
  @MessagePattern(SessionDecisions.pattern)
  async answer(@Payload() asked: unknown): Promise<Answer<typeof SessionDecisions>> {
    const { workspace, session } = SessionDecisions.ask.parse(asked);
    const [rows, desk] = await Promise.all([this.#rows(workspace, session), this.loop.state(deskOf(workspace))]);
    const waiting = waitingOf(desk.state, session);
    return { decisions: rows.map(lineOf), ...(waiting === undefined ? {} : { waiting }) };
  }

  async #rows(workspace: string, session: string): Promise<Decision[]> {
    try {
      return await this.source.transaction(async (manager) => {
        await manager.query(`select set_config('holdfast.workspace', $1, true)`, [workspace]);
        return manager.find(Decision, { where: { workspace, session }, order: { v: 'DESC' }, take: LIMIT });
      });
    } catch (cause) {
      const unavailable = new RpcException({ code: 'unavailable', message: 'the read model does not answer' });
      throw Object.assign(unavailable, { cause });
    }
  }
}

function lineOf({
  id,
  at,
  type,
  ticket,
  agentId,
  agentName,
  kind,
  reason,
  considered,
  consideredTotal,
}: Decision): DecisionLine {
  const given = Object.entries({ agentId, agentName, kind, reason }).filter(([, value]) => value !== null);
  return { id, at: at.toISOString(), type, ticket, considered, consideredTotal, ...Object.fromEntries(given) };
}
