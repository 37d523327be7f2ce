import { type Answer, type Ask } from '@holdfast/contracts';
import { type ClientProxy } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import { type z } from 'zod';
import { ServiceSilent } from './service-silent.ts';

interface Query {
  readonly pattern: string;
  readonly ask: z.ZodType;
  readonly answer: z.ZodType;
}

const ANSWER_MS = 3_000;

/** Questions to the services, by request and reply. Never for facts. */
export class ServicesQuery {
  readonly #client: ClientProxy;

  constructor(client: ClientProxy) {
    this.#client = client;
  }

  /** @throws ServiceSilent */
  async ask<Q extends Query>(query: Q, ask: Ask<Q>): Promise<Answer<Q>> {
    const answer = await firstValueFrom(
      this.#client.send<unknown, unknown>(query.pattern, ask).pipe(timeout(ANSWER_MS)),
    ).catch((cause: unknown) => {
      throw new ServiceSilent(query.pattern, { cause });
    });
    const read = query.answer.safeParse(answer);
    if (!read.success) throw new ServiceSilent(query.pattern, { cause: read.error });
    return read.data as Answer<Q>;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}
