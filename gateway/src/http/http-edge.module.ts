import { HttpStatus, StandardSchemaValidationPipe } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { type Response } from 'express';
import helmet from 'helmet';
import { type Logger } from 'pino';
import { type Config } from '../config.ts';
import { AppDocument } from './app-document.ts';
import { docsPolicy, shopPolicy } from './content-policy.ts';
import { Problems } from './problems.controller.ts';
import { FRAME_LIMITS } from '@holdfast/contracts';

/** Policies are set where the documents are; the rest of helmet's headers fit everything. */
const headers = helmet({
  contentSecurityPolicy: false,
  strictTransportSecurity: false,
  crossOriginEmbedderPolicy: false,
});

const HASHED = /[.-][A-Za-z0-9_-]{8,}\.(js|css|woff2?|svg|png|webp|json)$/;

/** What is named after its content never changes; anything else is asked for again. The loader stands on other people's pages. */
function cacheFor(response: Response, path: string): void {
  response.setHeader('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (!path.endsWith('loader.js')) return;
  response.setHeader('Cache-Control', 'public, max-age=300');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Allow-Origin', '*');
}

/** Everything of HTTP that is not a route: headers, limits, errors, static files, the API's description. */
export function setUpHttp(app: NestExpressApplication, config: Config, log: Logger): void {
  app.set('trust proxy', config.TRUSTED_PROXIES);
  app.disable('x-powered-by');
  app.use(headers);
  app.useBodyParser('json', { limit: FRAME_LIMITS.bytes });
  app.useGlobalPipes(new StandardSchemaValidationPipe({ errorHttpStatusCode: HttpStatus.UNPROCESSABLE_ENTITY }));
  app.useGlobalFilters(new Problems(log));
  const files = { index: false, setHeaders: cacheFor } as const;
  if (config.WIDGET_DIR !== undefined)
    app.useStaticAssets(config.WIDGET_DIR, { ...files, prefix: '/widget/', redirect: false });
  if (config.CONSOLE_DIR !== undefined) app.useStaticAssets(config.CONSOLE_DIR, { ...files, redirect: false });
  app.use('/api/docs', (_request: unknown, response: Response, next: () => void) => {
    response.setHeader('Content-Security-Policy', docsPolicy());
    next();
  });
  const description = new DocumentBuilder().setTitle('Holdfast').setVersion('1').addBearerAuth().build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/openapi.json',
  });
}

/** The sample shop, on an origin of its own as somebody else's site would be. */
export async function openShop(config: Config): Promise<{ readonly port: number; close(): Promise<void> } | null> {
  const { SHOP_DIR, SHOP_PORT, HOST, WIDGET_URL, SHOP_SITE } = config;
  if (SHOP_DIR === undefined || SHOP_PORT === undefined) return null;
  const shop = new ExpressAdapter();
  const document = new AppDocument(SHOP_DIR);
  const widget = new URL(WIDGET_URL).origin;
  shop.initHttpServer({});
  shop.use(headers);
  shop.useStaticAssets(SHOP_DIR, { index: false });
  shop.get('/', (_request: unknown, response: Response) => {
    void document.html({ '{{WIDGET_URL}}': WIDGET_URL.replace(/\/$/, ''), '{{SITE_ID}}': SHOP_SITE }).then((html) => {
      response.setHeader('Content-Security-Policy', shopPolicy(widget));
      if (html === null) response.status(404).end();
      else response.type('html').send(html);
    });
  });
  await new Promise<void>((resolve) => void shop.listen(SHOP_PORT, HOST, () => resolve()));
  const address = shop.getHttpServer().address();
  return {
    port: typeof address === 'object' ? (address?.port ?? SHOP_PORT) : SHOP_PORT,
    close: async () => {
      await shop.close();
    },
  };
}
