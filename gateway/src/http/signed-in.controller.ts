import { type CanActivate, createParamDecorator, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { Authenticator } from '../identity/authenticator.ts';
import { type AgentIdentity, type Identity } from '../identity/identity.ts';
import { notFound, unauthenticated } from './problem.ts';

interface SignedInRequest extends Request {
  identity?: Identity;
}

/** Lets in whom the authenticator knows. */
@Injectable()
export class SignedIn implements CanActivate {
  constructor(@Inject(Authenticator) private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const token = /^Bearer ([\w.~+/=-]{1,4096})$/.exec(request.headers.authorization ?? '')?.[1];
    const identity = token === undefined ? null : await this.authenticator.verify(token);
    if (identity === null) throw unauthenticated();
    request.identity = identity;
    return true;
  }
}

const identityIn = (context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<SignedInRequest>();
  if (identity === undefined) throw unauthenticated();
  return identity;
};

/** Who asks. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Identity => identityIn(context));

/** Who asks, if they are staff; to everybody else the route is not there. */
export const Staff = createParamDecorator((_: unknown, context: ExecutionContext): AgentIdentity => {
  const identity = identityIn(context);
  if (identity.kind !== 'agent') throw notFound();
  return identity;
});
