import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** More passwords wait than may. Nothing was looked at; the asker comes again. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy';
  readonly retryable = true;
}

/** 19 MiB and two passes of argon2id, the library's default algorithm (OWASP password storage cheat sheet, first choice for argon2id). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const MAY_WAIT = 64;

/**
 * Makes and checks password hashes off the event loop, few at a time: one costs some 20 ms of a core and 19 MiB,
 * so an unbounded number would stand in the way of commands.
 */
export class Passwords {
  private readonly waiting: (() => void)[] = [];
  private working = 0;
  /** Stands for the hash of whoever has none, so that their check takes as long. */
  private readonly nobody = this.hash(randomBytes(24).toString('base64url'));

  /** @throws PasswordsBusy */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(canonical(password), COST));
  }

  /** Whether the password is the one of the hash; for a null hash never, after the same work. @throws PasswordsBusy */
  async verify(expected: string | null, password: string): Promise<boolean> {
    const against = expected ?? (await this.nobody);
    const right = await this.inTurn(() => verify(against, canonical(password)));
    return right && expected !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.working < AT_ONCE) this.working++;
    else if (this.waiting.length < MAY_WAIT) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else throw new PasswordsBusy('more passwords wait than may');
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.working--;
      else next();
    }
  }
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B, 5.1.1.2). */
const canonical = (password: string): string => password.normalize('NFKC');
