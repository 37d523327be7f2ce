import { AgentPicture, Id, Instant, SiteById, VerifyIdentity } from '@holdfast/contracts';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { Authenticator } from '../identity/authenticator.ts';
import { type KnownSite, Sites } from '../identity/sites.ts';
import { VISITOR_SECRET, visitorId, vouchedVisitorId } from '../identity/visitor-id.ts';
import { HttpLimits } from './http-limits.ts';
import { sendPicture } from './picture.ts';
import { notFound, Refusal } from './problem.ts';
import { ServicesQuery } from './services.query.ts';

const AskToken = z.strictObject({
  siteId: Id,
  secret: z.string().regex(VISITOR_SECRET),
  /** A JWT by which the site's owner vouches for the visitor. */
  identity: VerifyIdentity.ask.shape.token.optional(),
});
const VisitorToken = z.object({ token: z.string(), visitorId: Id, expiresAt: Instant });
const PublicSite = z.object({
  siteId: Id,
  name: z.string(),
  greeting: z.string().optional(),
  colour: z.string().optional(),
  preChat: SiteById.answer.unwrap().shape.site.shape.preChat,
  awayMessage: z.string().optional(),
  verifiedOnly: z.boolean().optional(),
});

/** What a widget needs before it has a conversation. */
@ApiTags('visitors')
@Controller('api/v1')
export class VisitorsController {
  constructor(
    @Inject(Sites) private readonly sites: Sites,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(HttpLimits) private readonly limits: HttpLimits,
    @Inject(ServicesQuery) private readonly services: ServicesQuery,
  ) {}

  @ApiOperation({ summary: 'A token for the visitor who has this secret (128 random bits as base64url) on this site.' })
  @ApiResponse({ status: 200, standardSchema: VisitorToken })
  @Header('Cache-Control', 'no-store')
  @HttpCode(200)
  @Post('visitors/token')
  async token(
    @Body({ schema: AskToken }) { siteId, secret, identity }: z.infer<typeof AskToken>,
    @Req() request: Request,
  ): Promise<z.infer<typeof VisitorToken>> {
    await this.limits.token(request.ip ?? '-');
    const { workspace, site } = await this.#find(siteId);
    const vouched = identity === undefined ? null : await this.#vouched(siteId, identity);
    if (vouched === null && site.verifiedOnly === true) throw new Refusal(401, 'identity-required');
    const id = vouched === null ? visitorId(siteId, secret) : vouchedVisitorId(siteId, vouched.externalId);
    const { token, expiresAt } = await this.authenticator.visitorToken({
      workspace,
      id,
      site: siteId,
      team: site.teamId,
      ...vouched,
    });
    return { token, visitorId: id, expiresAt: new Date(expiresAt).toISOString() };
  }

  @ApiOperation({ summary: 'How the widget of a site presents itself.' })
  @ApiResponse({ status: 200, standardSchema: PublicSite })
  @Header('Access-Control-Allow-Origin', '*')
  @Header('Cross-Origin-Resource-Policy', 'cross-origin')
  @Get('sites/:id')
  async site(@Param('id', { schema: Id }) id: string, @Req() request: Request): Promise<z.infer<typeof PublicSite>> {
    await this.limits.lookUp(request.ip ?? '-');
    const { site } = await this.#find(id);
    // Which team answers, and where it may be embedded, is no visitor's affair.
    const { teamId: _, allowedOrigins: __, ...shown } = site;
    return shown;
  }

  @ApiOperation({ summary: "An agent's picture, for visitors of the site; nothing (204) where there is none." })
  @ApiProduces('image/png', 'image/jpeg', 'image/webp')
  @Header('Cross-Origin-Resource-Policy', 'cross-origin')
  @Get('sites/:id/agents/:agentId/picture')
  async picture(
    @Param('id', { schema: Id }) siteId: string,
    @Param('agentId', { schema: Id }) agentId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.limits.lookUp(request.ip ?? '-');
    const { workspace } = await this.#find(siteId);
    sendPicture(response, await this.services.ask(AgentPicture, { workspace, agentId }), 'public');
  }

  /** @throws Refusal for what the site does not vouch for */
  async #vouched(siteId: string, token: string): Promise<{ externalId: string; name?: string; email?: string }> {
    const person = await this.services.ask(VerifyIdentity, { siteId, token });
    if (person === null) throw new Refusal(401, 'identity-refused');
    const { sub: externalId, name, email } = person;
    return { externalId, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
  }

  async #find(siteId: string): Promise<KnownSite> {
    const site = await this.sites.find(siteId);
    if (site === null) throw notFound();
    return site;
  }
}
