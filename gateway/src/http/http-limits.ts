import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from './problem.ts';

/** What one network address may ask for without being anybody yet. */
export class HttpLimits {
  readonly #tokens: RateLimiterMemory;
  readonly #signIns: RateLimiterMemory;
  readonly #lookUps: RateLimiterMemory;

  constructor(perMinute: { readonly tokens: number; readonly signIns: number }) {
    this.#tokens = new RateLimiterMemory({ points: perMinute.tokens, duration: 60 });
    this.#signIns = new RateLimiterMemory({ points: perMinute.signIns, duration: 60 });
    this.#lookUps = new RateLimiterMemory({ points: perMinute.tokens, duration: 60 });
  }

  token(address: string): Promise<void> {
    return consume(this.#tokens, address);
  }

  /** What makes a service look something up for anybody: a site, a refresh token. */
  lookUp(address: string): Promise<void> {
    return consume(this.#lookUps, address);
  }

  signIn(address: string): Promise<void> {
    return consume(this.#signIns, address);
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new Refusal(429, 'too-fast', { retryAfterMs: error.msBeforeNext });
  }
}
