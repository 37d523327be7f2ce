import {
  type Answer,
  type ClientDeskCommand,
  type ClientSessionCommand,
  type ClientWorkspaceCommand,
  DESK_ID,
  Id,
  InviteAgent,
  MakeIdentityKey,
  Outcome,
  REQUEST_COMMAND_LIMIT,
  SetPassword,
  WORKSPACE_AGGREGATE_ID,
} from '@holdfast/contracts';
import { Body, Controller, Headers, HttpCode, Inject, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type AgentIdentity, actorOf, type Identity } from '../identity/identity.ts';
import { CommandIntake } from '../inbound/command-intake.ts';
import { commandFlaw } from '../inbound/frame-schemas.ts';
import { Settling } from '../outbound/settling.ts';
import { outcomesOf, senderOver } from './asking.ts';
import { notFound, Refusal } from './problem.ts';
import { ServicesQuery } from './services.query.ts';
import { SignedIn, Staff, Who } from './signed-in.controller.ts';

/** Each command's own schema is looked at behind this one. */
const Commands = z.strictObject({
  commands: z
    .array(z.looseObject({ id: Id, type: z.string() }))
    .min(1)
    .max(REQUEST_COMMAND_LIMIT),
});
type Commands = z.infer<typeof Commands>;
const Outcomes = z.object({ outcomes: z.array(Outcome) });
type Outcomes = z.infer<typeof Outcomes>;
/** As the service makes it, with the page of the console where it is accepted. */
const Invitation = InviteAgent.answer.unwrap().extend({ url: z.url() });
type Invitation = z.infer<typeof Invitation>;
const NewPassword = z.strictObject({ password: SetPassword.ask.shape.password });

export const CONSOLE_ORIGIN = Symbol('console origin');

/** Commands over HTTP: the idempotency key is the command's id, and callers order their own calls. */
@ApiTags('commands')
@ApiBearerAuth()
@UseGuards(SignedIn)
@Controller('api/v1')
export class AskingController {
  constructor(
    @Inject(CommandIntake) private readonly intake: CommandIntake,
    @Inject(Settling) private readonly settling: Settling,
    @Inject(ServicesQuery) private readonly services: ServicesQuery,
    @Inject(CONSOLE_ORIGIN) private readonly consoleOrigin: string,
  ) {}

  @ApiOperation({
    summary: 'Commands for a session. Answers with what became of each; sending them again under the same ids is safe.',
  })
  @ApiResponse({ status: 200, standardSchema: Outcomes })
  @HttpCode(200)
  @Post('sessions/:id/commands')
  async session(
    @Who() who: Identity,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: Commands }) body: Commands,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<Outcomes> {
    const commands = checked<ClientSessionCommand>('session', body);
    const to = { workspace: who.workspace, kind: 'session', id } as const;
    return {
      outcomes: await outcomesOf(this.settling, who, to, commands, () =>
        this.intake.session(senderOver(who, userAgent), id, commands, uuidv7()),
      ),
    };
  }

  @ApiOperation({ summary: 'Commands for the desk of the workspace.' })
  @ApiResponse({ status: 200, standardSchema: Outcomes })
  @HttpCode(200)
  @Post('desk/commands')
  async desk(
    @Staff() who: AgentIdentity,
    @Body({ schema: Commands }) body: Commands,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<Outcomes> {
    const commands = checked<ClientDeskCommand>('desk', body);
    const to = { workspace: who.workspace, kind: 'desk', id: DESK_ID } as const;
    return {
      outcomes: await outcomesOf(this.settling, who, to, commands, () =>
        this.intake.desk(senderOver(who, userAgent), commands, uuidv7()),
      ),
    };
  }

  @ApiOperation({ summary: 'Commands for the workspace itself; admins only, but for the own profile.' })
  @ApiResponse({ status: 200, standardSchema: Outcomes })
  @HttpCode(200)
  @Post('workspace/commands')
  async workspace(
    @Staff() who: AgentIdentity,
    @Body({ schema: Commands }) body: Commands,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<Outcomes> {
    const commands = checked<ClientWorkspaceCommand>('workspace', body);
    const to = { workspace: who.workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID } as const;
    return {
      outcomes: await outcomesOf(this.settling, who, to, commands, () =>
        this.intake.workspace(senderOver(who, userAgent), commands, uuidv7()),
      ),
    };
  }

  @ApiOperation({ summary: "Sets an agent's password; admins only. One's own is changed at `auth/password`." })
  @HttpCode(204)
  @Post('agents/:id/password')
  async password(
    @Staff() who: AgentIdentity,
    @Param('id', { schema: Id }) agentId: string,
    @Body({ schema: NewPassword }) body: z.infer<typeof NewPassword>,
  ): Promise<void> {
    const done = await this.services.ask(SetPassword, {
      workspace: who.workspace,
      agentId,
      password: body.password,
      by: actorOf(who),
    });
    if (done === null) throw notFound();
  }

  @ApiOperation({
    summary:
      'A token with which an agent chooses a password, once, within a week; admins only. The one before holds no longer.',
  })
  @ApiResponse({ status: 200, standardSchema: Invitation })
  @HttpCode(200)
  @Post('agents/:id/invitation')
  async invite(
    @Staff() who: AgentIdentity,
    @Param('id', { schema: Id }) agentId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Invitation> {
    const made = await this.services.ask(InviteAgent, { workspace: who.workspace, agentId, by: actorOf(who) });
    if (made === null) throw notFound();
    response.setHeader('Cache-Control', 'no-store');
    // Behind the `#`: what stands there is sent to no server and stands in no log.
    return { ...made, url: `${this.consoleOrigin}/invitation#${made.token}` };
  }

  @ApiOperation({
    summary: 'A new key by which the site vouches for its people; admins only. The one before holds no longer.',
  })
  @ApiResponse({ status: 200, standardSchema: MakeIdentityKey.answer })
  @HttpCode(200)
  @Post('sites/:id/identity-key')
  async identityKey(
    @Staff() who: AgentIdentity,
    @Param('id', { schema: Id }) siteId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NonNullable<Answer<typeof MakeIdentityKey>>> {
    const made = await this.services.ask(MakeIdentityKey, { workspace: who.workspace, siteId, by: actorOf(who) });
    if (made === null) throw notFound();
    response.setHeader('Cache-Control', 'no-store');
    return made;
  }
}

/** @throws Refusal for the first command that breaks its schema */
function checked<C>(kind: 'session' | 'desk' | 'workspace', { commands }: Commands): C[] {
  const flaw = commandFlaw(kind, commands);
  if (flaw !== null) throw new Refusal(422, 'invalid', { detail: `${flaw.where}: ${flaw.what}` });
  return commands as C[];
}
