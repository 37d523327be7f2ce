import { describe, expect, test } from '@jest/globals';
import type { AggregateRef, CommandRequest, Outcome } from '@holdfast/contracts';
import { FakeClock } from '@holdfast/testing';
import { ErrandAbandoned, Errands } from './errands.ts';

const to: AggregateRef = { workspace: 'w', kind: 'desk', id: 'main' };
const command = (id: string) => ({ id, type: 'ReleaseChat', data: {} });
const stored = (commandId: string): Outcome => ({ commandId, kind: 'stored' });

function setUp(): { clock: FakeClock; errands: Errands; sent: CommandRequest[] } {
  const clock = new FakeClock();
  const sent: CommandRequest[] = [];
  const errands = new Errands({
    send: async (_, request) => {
      sent.push(request);
    },
    timers: { setTimeout: clock.setTimeout, clearTimeout: (timer) => clock.clearTimeout(timer as number) },
    now: () => new Date(clock.now()),
    newId: () => `r${String(sent.length + 1)}`,
    actor: { kind: 'system', id: 'desk' },
    replyTo: 'reply.x',
    resendMs: 2_000,
  });
  return { clock, errands, sent };
}

describe('errands', () => {
  test('D-PROC-7 a request is sent again every 2 s, as a request of its own with the same commands', async () => {
    const { clock, errands, sent } = setUp();
    const outcome = errands.run({ to, commands: [command('a'), command('b')] }, 'why');
    await clock.advance(4_100);
    expect(sent.map(({ id, correlationId }) => [id, correlationId])).toEqual([
      ['r1', 'why'],
      ['r2', 'why'],
      ['r3', 'why'],
    ]);
    expect(new Set(sent.map(({ commands }) => commands.map(({ id }) => id).join())).size).toBe(1);
    errands.settled(to, [stored('a'), stored('b')]);
    expect(await outcome).toEqual([stored('a'), stored('b')]);
    await clock.advance(10_000);
    expect(sent).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  test('D-PROC-7 outcomes may come one by one, from anywhere, more than once; those of others are none of it', async () => {
    const { errands } = setUp();
    const outcome = errands.run({ to, commands: [command('a'), command('b')] }, 'why');
    expect(errands.waitsFor(to)).toBe(true);
    errands.settled({ ...to, workspace: 'other' }, [stored('a'), stored('b')]);
    errands.settled(to, [stored('b'), stored('z')]);
    errands.settled(to, [stored('b')]);
    expect(errands.waitsFor(to)).toBe(true);
    errands.settled(to, [{ commandId: 'a', kind: 'refused', reason: 'closed' }]);
    expect((await outcome).map(({ kind }) => kind).sort()).toEqual(['refused', 'stored']);
    expect(errands.waitsFor(to)).toBe(false);
  });

  test('D-PROC-9 closing abandons what is under way and whatever comes', async () => {
    const { clock, errands, sent } = setUp();
    const outcome = errands.run({ to, commands: [command('a')] }, 'why');
    errands.close();
    await expect(outcome).rejects.toThrow(ErrandAbandoned);
    await expect(errands.run({ to, commands: [command('b')] }, 'why')).rejects.toThrow(ErrandAbandoned);
    await clock.advance(10_000);
    expect(sent).toHaveLength(1);
  });
});
