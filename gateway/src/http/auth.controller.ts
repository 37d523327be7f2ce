import { AcceptInvitation, Id, ReadInvitation, RefreshSignIn, SignIn, SignOut } from '@holdfast/contracts';
import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { cookieOf } from './cookie.ts';
import { HttpLimits } from './http-limits.ts';
import { notFound, Refusal, unauthenticated } from './problem.ts';
import { ServicesQuery } from './services.query.ts';

const COOKIE = 'holdfast_refresh';
const Credentials = z.strictObject({ email: SignIn.ask.shape.email, password: SignIn.ask.shape.password });
const Session = z.object({
  accessToken: z.string(),
  expiresAt: z.string(),
  agent: z.object({ id: Id, name: z.string(), email: z.string(), role: z.string() }),
  workspace: Id,
});
type Session = z.infer<typeof Session>;
const Change = Credentials.extend({ newPassword: AcceptInvitation.ask.shape.password });
const Presented = z.strictObject({ token: ReadInvitation.ask.shape.token });
const Accepted = z.strictObject({
  token: AcceptInvitation.ask.shape.token,
  password: AcceptInvitation.ask.shape.password,
});
const Invited = z.object({ name: z.string(), email: z.string(), workspaceName: z.string() });
type Pair = NonNullable<z.infer<(typeof RefreshSignIn)['answer']>>;

export const SECURE_COOKIES = Symbol('secure cookies');

@ApiTags('auth')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    @Inject(ServicesQuery) private readonly services: ServicesQuery,
    @Inject(HttpLimits) private readonly limits: HttpLimits,
    @Inject(SECURE_COOKIES) private readonly isSecure: boolean,
  ) {}

  @ApiOperation({ summary: 'Signs an agent in. The refresh token comes as an HttpOnly cookie.' })
  @ApiResponse({ status: 200, standardSchema: Session })
  @HttpCode(200)
  @Post('login')
  login(
    @Body({ schema: Credentials }) credentials: z.infer<typeof Credentials>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    return this.#signIn(credentials, request, response);
  }

  @ApiOperation({
    summary: 'Changes the password of whoever knows it, and signs in. Every other sign-in of theirs ends.',
  })
  @ApiResponse({ status: 200, standardSchema: Session })
  @HttpCode(200)
  @Post('password')
  changePassword(
    @Body({ schema: Change }) change: z.infer<typeof Change>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    return this.#signIn(change, request, response);
  }

  @ApiOperation({ summary: 'A fresh access token for the cookie of a sign-in; the cookie is replaced.' })
  @ApiResponse({ status: 200, standardSchema: Session })
  @HttpCode(200)
  @Post('refresh')
  async refresh(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<Session> {
    const refreshToken = cookieOf(request.headers.cookie, COOKIE);
    if (refreshToken === undefined) throw unauthenticated();
    await this.limits.lookUp(request.ip ?? '-');
    const answer = await this.services.ask(RefreshSignIn, { refreshToken });
    // The cookie stays: by the time this arrives the browser may have another one.
    if (answer === null) throw unauthenticated();
    return this.#session(answer, response);
  }

  @ApiOperation({ summary: 'Ends the sign-in, with every socket that came from it.' })
  @HttpCode(204)
  @Post('logout')
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const refreshToken = cookieOf(request.headers.cookie, COOKIE);
    response.clearCookie(COOKIE, this.#cookie());
    if (refreshToken === undefined) return;
    await this.limits.lookUp(request.ip ?? '-');
    await this.services.ask(SignOut, { refreshToken });
  }

  @ApiOperation({ summary: 'Whom an invitation is for. It comes in the body, so that no log has it.' })
  @ApiResponse({ status: 200, standardSchema: Invited })
  @HttpCode(200)
  @Post('invitation')
  async invitation(
    @Body({ schema: Presented }) { token }: z.infer<typeof Presented>,
    @Req() request: Request,
  ): Promise<z.infer<typeof Invited>> {
    await this.limits.signIn(request.ip ?? '-');
    const found = await this.services.ask(ReadInvitation, { token });
    if (found === null) throw notFound();
    return found;
  }

  @ApiOperation({ summary: 'Sets the password of whoever was invited, spends the invitation and signs in.' })
  @ApiResponse({ status: 200, standardSchema: Session })
  @HttpCode(200)
  @Post('invitation/accept')
  async accept(
    @Body({ schema: Accepted }) { token, password }: z.infer<typeof Accepted>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    await this.limits.signIn(request.ip ?? '-');
    const answer = await this.services.ask(AcceptInvitation, { token, password });
    if (answer === null) throw notFound();
    if ('tooMany' in answer) throw new Refusal(429, 'too-fast', { retryAfterMs: answer.retryAfterMs });
    return this.#session(answer, response);
  }

  async #signIn(
    credentials: z.infer<typeof Credentials> | z.infer<typeof Change>,
    request: Request,
    response: Response,
  ): Promise<Session> {
    const from = request.ip ?? '-';
    await this.limits.signIn(from);
    const answer = await this.services.ask(SignIn, { ...credentials, from });
    if (answer === null) throw new Refusal(401, 'wrong-credentials');
    if ('tooMany' in answer) throw new Refusal(429, 'too-fast', { retryAfterMs: answer.retryAfterMs });
    return this.#session(answer, response);
  }

  #session(pair: Pair, response: Response): Session {
    response.setHeader('Cache-Control', 'no-store');
    response.cookie(COOKIE, pair.refreshToken, { ...this.#cookie(), expires: new Date(pair.refreshExpiresAt) });
    const { accessToken, accessExpiresAt: expiresAt, agent, workspace } = pair;
    return { accessToken, expiresAt, agent, workspace };
  }

  /** Other sites cannot make the browser send it, and no script can read it. */
  #cookie() {
    return { httpOnly: true, sameSite: 'strict', secure: this.isSecure, path: '/api/v1/auth' } as const;
  }
}
