import { Id } from '@holdfast/contracts';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Sites } from '../identity/sites.ts';
import { AppDocument, makeNonce } from './app-document.ts';
import { appPolicy } from './content-policy.ts';
import { HttpLimits } from './http-limits.ts';
import { notFound } from './problem.ts';

/** Where the built apps are, and how browsers reach us. */
export interface AppSettings {
  readonly console: string | undefined;
  readonly widget: string | undefined;
  readonly origins: readonly string[];
}
export const APP_SETTINGS = Symbol('app settings');

/** The documents of console and widget; everything else of them is static. */
@ApiExcludeController()
@Controller()
export class AppsController {
  readonly #console: AppDocument | null;
  readonly #widget: AppDocument | null;

  constructor(
    @Inject(APP_SETTINGS) private readonly settings: AppSettings,
    @Inject(Sites) private readonly sites: Sites,
    @Inject(HttpLimits) private readonly limits: HttpLimits,
  ) {
    this.#console = settings.console === undefined ? null : new AppDocument(settings.console);
    this.#widget = settings.widget === undefined ? null : new AppDocument(settings.widget);
  }

  /** Embedded by the pages that its site allows, and by nobody else's. */
  @Get(['widget', 'widget/index.html'])
  async widget(
    @Query('site') site: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.limits.lookUp(request.ip ?? '-');
    const found = Id.safeParse(site).success && site !== undefined ? await this.sites.find(site) : null;
    await this.#send(response, this.#widget, found?.site.allowedOrigins ?? []);
  }

  /** Every address of the console's own is its document: it routes by itself. */
  @Get(['/', '{*path}'])
  async console(@Req() request: Request, @Res() response: Response): Promise<void> {
    const isPage = request.accepts('html') !== false && !/^\/(api|widget|ws)\b|\.\w+$/.test(request.path);
    if (!isPage) throw notFound();
    await this.#send(response, this.#console, []);
  }

  async #send(response: Response, document: AppDocument | null, framedBy: readonly string[]): Promise<void> {
    const nonce = makeNonce();
    const html = (await document?.withNonce(nonce)) ?? null;
    if (html === null) throw notFound();
    response.removeHeader('X-Frame-Options');
    response.setHeader('Content-Security-Policy', appPolicy(nonce, this.settings.origins, framedBy));
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(html);
  }
}
