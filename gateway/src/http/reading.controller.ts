import {
  AgentPicture,
  type Answer,
  Id,
  SearchMessages,
  SearchVisitors,
  SessionAudit,
  SessionDecisions,
  SessionHistory,
  VisitorSessions,
  WorkspaceDirectory,
} from '@holdfast/contracts';
import { Controller, Get, Inject, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { type AgentIdentity, audienceOf, type Identity } from '../identity/identity.ts';
import { Owners } from '../outbound/owners.ts';
import { sendPicture } from './picture.ts';
import { notFound } from './problem.ts';
import { ServicesQuery } from './services.query.ts';
import { SignedIn, Staff, Who } from './signed-in.controller.ts';

const PageQuery = z.object({
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const SearchQuery = z.object({
  q: SearchMessages.ask.shape.text,
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
const MessageQuery = SearchQuery.extend({ session: Id.optional() });

/** What is read from the services' tables. */
@ApiTags('reading')
@ApiBearerAuth()
@UseGuards(SignedIn)
@Controller('api/v1')
export class ReadingController {
  constructor(
    @Inject(ServicesQuery) private readonly services: ServicesQuery,
    @Inject(Owners) private readonly owners: Owners,
  ) {}

  @ApiOperation({
    summary: 'A page of a conversation, newest page first, in ascending order; `before` is an exclusive `n`.',
  })
  @ApiQuery({ name: 'before', required: false, schema: { type: 'integer' } })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 50, maximum: 200 } })
  @ApiResponse({ status: 200, standardSchema: SessionHistory.answer })
  @Get('sessions/:id/history')
  async history(
    @Who() who: Identity,
    @Param('id', { schema: Id }) session: string,
    @Query({ schema: PageQuery }) { before, limit }: z.infer<typeof PageQuery>,
  ): Promise<NonNullable<Answer<typeof SessionHistory>>> {
    const page = await this.services.ask(SessionHistory, {
      workspace: who.workspace,
      session,
      audience: audienceOf(who),
      ...(who.kind === 'visitor' ? { visitorId: who.id } : {}),
      ...(before === undefined ? {} : { before }),
      limit,
    });
    if (page === null) throw notFound();
    return page;
  }

  @ApiOperation({ summary: 'The conversations of the visitor who asks, newest first.' })
  @ApiResponse({ status: 200, standardSchema: VisitorSessions.answer })
  @Get('sessions')
  async sessions(@Who() who: Identity): Promise<Answer<typeof VisitorSessions>> {
    if (who.kind !== 'visitor') throw notFound();
    return this.services.ask(VisitorSessions, { workspace: who.workspace, visitorId: who.id, limit: 50 });
  }

  @ApiOperation({
    summary: 'Why this agent: the decisions about a session, and while it waits, why nobody has it yet.',
  })
  @ApiResponse({ status: 200, standardSchema: SessionDecisions.answer })
  @Get('sessions/:id/decisions')
  async decisions(
    @Staff() staff: AgentIdentity,
    @Param('id', { schema: Id }) session: string,
  ): Promise<Answer<typeof SessionDecisions>> {
    await this.#exists(staff, session);
    return this.services.ask(SessionDecisions, { workspace: staff.workspace, session });
  }

  @ApiOperation({ summary: 'Who did what in a session, newest first.' })
  @ApiResponse({ status: 200, standardSchema: SessionAudit.answer })
  @Get('sessions/:id/audit')
  async audit(
    @Staff() staff: AgentIdentity,
    @Param('id', { schema: Id }) session: string,
  ): Promise<Answer<typeof SessionAudit>> {
    await this.#exists(staff, session);
    return this.services.ask(SessionAudit, { workspace: staff.workspace, session, limit: 200 });
  }

  @ApiOperation({ summary: 'Messages whose text matches, best first.' })
  @ApiQuery({ name: 'q', schema: { type: 'string', maxLength: 200 } })
  @ApiQuery({ name: 'session', required: false, schema: { type: 'string' } })
  @ApiResponse({ status: 200, standardSchema: SearchMessages.answer })
  @Get('search')
  search(
    @Staff() staff: AgentIdentity,
    @Query({ schema: MessageQuery }) { q: text, limit, session }: z.infer<typeof MessageQuery>,
  ): Promise<Answer<typeof SearchMessages>> {
    const within = session === undefined ? {} : { session };
    return this.services.ask(SearchMessages, { workspace: staff.workspace, text, limit, ...within });
  }

  @ApiOperation({ summary: 'Visitors whose name, e-mail or id at their site holds the words, last heard first.' })
  @ApiQuery({ name: 'q', schema: { type: 'string', maxLength: 200 } })
  @ApiResponse({ status: 200, standardSchema: SearchVisitors.answer })
  @Get('visitors')
  visitors(
    @Staff() staff: AgentIdentity,
    @Query({ schema: SearchQuery }) { q: text, limit }: z.infer<typeof SearchQuery>,
  ): Promise<Answer<typeof SearchVisitors>> {
    return this.services.ask(SearchVisitors, { workspace: staff.workspace, text, limit });
  }

  @ApiOperation({ summary: 'The conversations of a visitor, newest first.' })
  @ApiResponse({ status: 200, standardSchema: VisitorSessions.answer })
  @Get('visitors/:id/sessions')
  sessionsOf(
    @Staff() { workspace }: AgentIdentity,
    @Param('id', { schema: Id }) visitorId: string,
  ): Promise<Answer<typeof VisitorSessions>> {
    return this.services.ask(VisitorSessions, { workspace, visitorId, limit: 50 });
  }

  @ApiOperation({ summary: 'Agents, teams, sites and canned replies of the workspace.' })
  @ApiResponse({ status: 200, standardSchema: WorkspaceDirectory.answer })
  @Get('workspace')
  directory(@Staff() { workspace }: AgentIdentity): Promise<Answer<typeof WorkspaceDirectory>> {
    return this.services.ask(WorkspaceDirectory, { workspace });
  }

  @ApiOperation({ summary: "An agent's picture; nothing (204) where there is none." })
  @ApiProduces('image/png', 'image/jpeg', 'image/webp')
  @Get('agents/:id/picture')
  async picture(
    @Staff() { workspace }: AgentIdentity,
    @Param('id', { schema: Id }) agentId: string,
    @Res() response: Response,
  ): Promise<void> {
    sendPicture(response, await this.services.ask(AgentPicture, { workspace, agentId }), 'private');
  }

  async #exists({ workspace }: AgentIdentity, session: string): Promise<void> {
    if ((await this.owners.of(workspace, session)) === 'absent') throw notFound();
  }
}
