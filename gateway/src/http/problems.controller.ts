import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type Logger } from 'pino';
import { problem, Refusal } from './problem.ts';
import { ServiceSilent } from './service-silent.ts';

/** Turns whatever a route throws into a problem. */
@Catch()
export class Problems implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    if (response.headersSent) return void response.end();
    if (error instanceof ServiceUnavailableException) {
      // How the parts of readiness are is the answer, and no failure.
      response.status(503).json(error.getResponse());
      return;
    }
    const { path } = http.getRequest<Request>();
    const { status, code, detail, retryAfterMs } = this.#refusalOf(error, path);
    if (retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1_000));
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify(problem(status, code, detail)));
  }

  #refusalOf(error: unknown, path: string): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof ServiceSilent) {
      this.log.warn({ err: error, path }, 'a service does not answer');
      return new Refusal(503, 'catching-up', { retryAfterMs: 1_000 });
    }
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    if (status === null || status >= 500) {
      this.log.error({ err: error, path }, 'a request failed');
      return new Refusal(500, 'failed');
    }
    const detail = error instanceof HttpException ? messageOf(error) : undefined;
    return new Refusal(status, status === 404 ? 'not-found' : status === 413 ? 'too-big' : 'invalid', { detail });
  }
}

/** Errors of the body parser know their status. */
function statusOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;
}

function messageOf(error: HttpException): string | undefined {
  const answer = error.getResponse();
  if (typeof answer !== 'object' || !('message' in answer)) return undefined;
  return Array.isArray(answer.message) ? answer.message.join('; ') : String(answer.message);
}
