import { Id, Instant } from '@holdfast/contracts';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { z } from 'zod';
import { Authenticator } from '../identity/authenticator.ts';
import { type KnownSite, Sites } from '../identity/sites.ts';
import { VISITOR_SECRET, visitorId } from '../identity/visitor-id.ts';
import { HttpLimits } from './http-limits.ts';
import { notFound } from './problem.ts';

const AskToken = z.strictObject({ siteId: Id, secret: z.string().regex(VISITOR_SECRET) });
const VisitorToken = z.object({ token: z.string(), visitorId: Id, expiresAt: Instant });
const PublicSite = z.object({
  siteId: Id,
  name: z.string(),
  greeting: z.string().optional(),
  colour: z.string().optional(),
});

/** What a widget needs before it has a conversation. */
@ApiTags('visitors')
@Controller('api/v1')
export class VisitorsController {
  constructor(
    @Inject(Sites) private readonly sites: Sites,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(HttpLimits) private readonly limits: HttpLimits,
  ) {}

  @ApiOperation({ summary: 'A token for the visitor who has this secret (128 random bits as base64url) on this site.' })
  @ApiResponse({ status: 200, standardSchema: VisitorToken })
  @Header('Cache-Control', 'no-store')
  @HttpCode(200)
  @Post('visitors/token')
  async token(
    @Body({ schema: AskToken }) { siteId, secret }: z.infer<typeof AskToken>,
    @Req() request: Request,
  ): Promise<z.infer<typeof VisitorToken>> {
    await this.limits.token(request.ip ?? '-');
    const { workspace, site } = await this.#find(siteId);
    const id = visitorId(siteId, secret);
    const { token, expiresAt } = await this.authenticator.visitorToken({
      workspace,
      id,
      site: siteId,
      team: site.teamId,
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
    const { siteId, name, greeting, colour } = site;
    return {
      siteId,
      name,
      ...(greeting === undefined ? {} : { greeting }),
      ...(colour === undefined ? {} : { colour }),
    };
  }

  async #find(siteId: string): Promise<KnownSite> {
    const site = await this.sites.find(siteId);
    if (site === null) throw notFound();
    return site;
  }
}
