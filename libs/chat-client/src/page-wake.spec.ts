import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { agent, message, opened, playground, syncOf } from './fake-gateway.harness.ts';
import { listenToPage } from './page-wake.ts';

/** As much of a page as the client looks at. */
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });

describe('a page that is looked at again', () => {
  beforeEach(() => {
    Object.assign(globalThis, { window: page, document: page });
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'document');
  });

  it.each(['online', 'offline', 'pageshow', 'focus', 'visibilitychange'])(
    'C-CONN-6 %s ends the wait for the next try',
    async (type) => {
      const { client, gateway, settle, live } = playground();
      (await live()).close();
      expect(client.connection.value.status).toBe('waiting');
      page.dispatchEvent(new Event(type));
      await settle();
      expect(gateway.connections).toHaveLength(2);
      client.stop();
      page.dispatchEvent(new Event(type));
      await settle();
      expect(gateway.connections).toHaveLength(2);
    },
  );

  it('C-CONN-6 a machine that slept is noticed by its clock under a page that is seen; late timers are not taken for that', () => {
    jest.useFakeTimers();
    try {
      const wake = jest.fn();
      const stop = listenToPage({ woke: wake, watched: () => undefined, gone: () => undefined });
      jest.advanceTimersByTime(60_000);
      jest.setSystemTime(Date.now() + 3_000);
      jest.advanceTimersByTime(1_000);
      expect(wake).not.toHaveBeenCalled();
      jest.setSystemTime(Date.now() + 600_000);
      jest.advanceTimersByTime(1_000);
      expect(wake.mock.calls).toEqual([[true, 601_000]]);
      page.visibilityState = 'hidden';
      jest.setSystemTime(Date.now() + 60_000);
      jest.advanceTimersByTime(1_000);
      expect(wake).toHaveBeenCalledTimes(1);
      page.dispatchEvent(new Event('online'));
      for (const ms of [60_000, 600_000]) {
        page.visibilityState = 'hidden';
        page.dispatchEvent(new Event('visibilitychange'));
        jest.setSystemTime(Date.now() + ms);
        page.visibilityState = 'visible';
        page.dispatchEvent(new Event('visibilitychange'));
      }
      expect(wake.mock.calls.slice(1)).toEqual([
        [false, 0],
        [true, 0],
        [true, 600_000],
      ]);
      wake.mockClear();
      stop();
      jest.setSystemTime(Date.now() + 600_000);
      jest.advanceTimersByTime(1_000);
      expect(wake).not.toHaveBeenCalled();
    } finally {
      page.visibilityState = 'visible';
      jest.useRealTimers();
    }
  });

  it('C-CONN-6 after a sleep that was too long for the connection it is not asked first', async () => {
    const { client, gateway, live, settle, time } = playground();
    const connection = await live();
    time.suspend(600_000);
    page.dispatchEvent(new Event('online'));
    await settle();
    expect(connection.closedByClient).toBe(true);
    expect(gateway.connections).toHaveLength(2);
    client.stop();
  });

  it('C-CONN-6 what came before the sleep and is read after it is no sign of life; a connection of after it is asked', async () => {
    const { client, gateway, live, settle, time } = playground();
    const connection = await live();
    const clock = jest.spyOn(Date, 'now');
    const wake = async (slept: number): Promise<void> => {
      const woke = Date.now() + slept;
      clock.mockReturnValue(woke);
      page.dispatchEvent(new Event('visibilitychange'));
      await settle();
    };
    try {
      time.suspend(600_000);
      connection.tell({ t: 'roster', agents: [] });
      await wake(600_000);
      expect(connection.closedByClient).toBe(true);
      expect(gateway.connections).toHaveLength(2);
      gateway.last.open();
      gateway.last.welcome();
      gateway.last.tell({ t: 'live' });
      await settle();
      gateway.last.take();
      await wake(600_000);
      expect(gateway.last.closedByClient).toBe(false);
      expect(gateway.last.take()).toEqual([{ t: 'ping' }]);
    } finally {
      clock.mockRestore();
      client.stop();
    }
  });

  it('C-CONN-6 a network that goes is noticed by a probe, long before the next ping of the server is missed', async () => {
    const { client, live, time } = playground();
    const connection = await live();
    await time.advance(100);
    page.dispatchEvent(new Event('offline'));
    await time.advance(3_100);
    expect(connection.closedByClient).toBe(true);
    expect(client.connection.value.status).not.toBe('live');
    client.stop();
  });

  it('C-CONN-6 a connection that does not answer a probe is given up, one that does is kept', async () => {
    const { client, live, time } = playground();
    const connection = await live();
    page.dispatchEvent(new Event('online'));
    page.dispatchEvent(new Event('focus'));
    expect(connection.take()).toEqual([{ t: 'ping' }]);
    await time.advance(100);
    connection.tell({ t: 'pong' });
    await time.advance(5_000);
    expect(client.connection.value.status).toBe('live');
    page.dispatchEvent(new Event('online'));
    await time.advance(3_100);
    expect(connection.closedByClient).toBe(true);
    client.stop();
  });

  describe('a ping without an answer', () => {
    const rig = () => {
      const { client, gateway, live, time, settle } = playground({ random: () => 0 });
      const back = async (): Promise<void> => {
        await settle();
        gateway.last.open();
        gateway.last.welcome();
        gateway.last.tell({ t: 'live' });
        await settle();
      };
      const ask = (): void => void page.dispatchEvent(new Event('focus'));
      /** Silence from now on; in tenths of a second, at most half a minute. */
      const givenUpAfter = async (): Promise<number> => {
        const asked = gateway.last;
        ask();
        let ms = 0;
        while (!asked.closedByClient && ms < 30_000) {
          await time.advance(100);
          ms += 100;
        }
        return ms;
      };
      return { client, gateway, live, time, back, ask, givenUpAfter };
    };

    it('C-CONN-11 makes the connection doubtful, until anything comes', async () => {
      const { client, live, time, ask } = rig();
      const connection = await live();
      ask();
      await time.advance(400);
      expect(client.connection.value).not.toHaveProperty('doubtful');
      await time.advance(100);
      expect(client.connection.value).toMatchObject({ status: 'live', doubtful: true });
      connection.tell({ t: 'live' });
      expect(client.connection.value).not.toHaveProperty('doubtful');
      await time.advance(500);
      expect(client.connection.value).toMatchObject({ status: 'live', doubtful: true });
      connection.tell({ t: 'pong' });
      await time.advance(10_000);
      expect(client.connection.value).not.toHaveProperty('doubtful');
      ask();
      await time.advance(1_000);
      connection.close();
      expect(client.connection.value).not.toHaveProperty('doubtful');
      client.stop();
    });

    it('C-CONN-11 ends it after 3 s of silence, and after longer where one was given up before', async () => {
      const { client, live, back, givenUpAfter } = rig();
      await live();
      const waits: number[] = [];
      for (let i = 0; i < 6; i++) {
        waits.push(await givenUpAfter());
        await back();
      }
      expect(waits).toEqual([3_100, 6_100, 12_100, 24_100, 25_000, 25_000]);
      client.stop();
    });

    it('C-CONN-11 is waited for as long as the last ones took, once a connection has held', async () => {
      const { client, gateway, live, time, back, ask, givenUpAfter } = rig();
      await live();
      expect(await givenUpAfter()).toBe(3_100);
      await back();
      const answered = async (ms: number): Promise<void> => {
        ask();
        await time.advance(ms);
        gateway.last.tell({ t: 'pong' });
      };
      await answered(10);
      expect(await givenUpAfter()).toBe(6_100);
      await back();
      await time.advance(20_000);
      await answered(2_000);
      await time.advance(10_000);
      await answered(2_000);
      expect(await givenUpAfter()).toBe(8_100);
      await back();
      await time.advance(20_000);
      gateway.last.tell({ t: 'live' });
      await time.advance(20_000);
      await answered(10);
      expect(await givenUpAfter()).toBe(3_100);
      client.stop();
    });

    it('C-CONN-11 is not doubtful before twice the time that the last answer took', async () => {
      const { client, gateway, live, time, ask } = rig();
      await live();
      ask();
      await time.advance(700);
      gateway.last.tell({ t: 'pong' });
      ask();
      await time.advance(1_300);
      expect(client.connection.value).not.toHaveProperty('doubtful');
      await time.advance(100);
      expect(client.connection.value).toMatchObject({ doubtful: true });
      client.stop();
    });

    it('C-CONN-11 an answer that is there by the time that a late timer runs counts', async () => {
      const { client, gateway, live, time, ask } = rig();
      const connection = await live();
      ask();
      time.suspend(9_000);
      page.dispatchEvent(new Event('focus'));
      await time.advance(500);
      connection.tell({ t: 'pong' });
      await time.advance(10_000);
      expect([connection.closedByClient, gateway.connections.length]).toEqual([false, 1]);
      client.stop();
    });
  });

  it('C-CONN-10 under somebody who looks, a silence soon after something was said is asked about; later, or unseen, it is not', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    try {
      const { client, live, time } = playground();
      client.session('s1');
      const connection = await live({ s1: [opened()] });
      const second = async (): Promise<void> => {
        await time.advance(1_000);
        jest.advanceTimersByTime(1_000);
      };
      const pings = () => connection.takeOnly('ping').length;
      await second();
      expect(pings()).toBe(1);
      connection.tell({ t: 'pong' });
      page.visibilityState = 'hidden';
      for (let i = 0; i < 5; i++) await second();
      expect(pings()).toBe(0);
      page.visibilityState = 'visible';
      for (let i = 0; i < 60; i++) {
        await second();
        connection.tell({ t: 'pong' });
      }
      pings();
      connection.tell({ t: 'signal', session: 's1', from: agent, kind: 'viewing', on: true });
      for (let i = 0; i < 5; i++) await second();
      expect(pings()).toBe(0);
      connection.tell({ t: 'events', session: 's1', events: [message(2, agent, 'still there?')] });
      await second();
      expect(pings()).toBe(1);
      client.stop();
    } finally {
      page.visibilityState = 'visible';
      jest.useRealTimers();
    }
  });

  it('C-CONN-11 what it sends to bring sessions up to date may take long: until then it is doubtful, and given up much later', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    try {
      const { client, gateway, settle, time } = playground({ random: () => 0 });
      client.start();
      await settle();
      const seconds = async (count: number): Promise<void> => {
        for (let i = 0; i < count; i++) {
          await time.advance(1_000);
          jest.advanceTimersByTime(1_000);
        }
      };
      const welcomed = (): void => {
        gateway.last.open();
        gateway.last.welcome();
        gateway.last.take();
      };
      welcomed();
      await seconds(12);
      expect(gateway.last.takeOnly('ping')).toHaveLength(1);
      expect(client.connection.value).toMatchObject({ status: 'syncing', doubtful: true });
      gateway.last.tell({ t: 'live' });
      gateway.last.tell({ t: 'pong' });
      client.session('s1');
      await seconds(12);
      expect([client.connection.value.doubtful, gateway.last.closedByClient]).toEqual([true, false]);
      gateway.last.tell(syncOf('s1', [opened()]));
      expect(client.connection.value).not.toHaveProperty('doubtful');
      gateway.last.tell({ t: 'pong' });
      await seconds(4);
      expect(gateway.connections).toHaveLength(1);
      await seconds(1);
      expect(gateway.connections).toHaveLength(2);
      // One that was given up is waited for longer, also for its welcome.
      gateway.last.open();
      await seconds(23);
      expect(gateway.connections).toHaveLength(2);
      await seconds(1);
      expect(gateway.connections).toHaveLength(3);
      client.stop();
    } finally {
      jest.useRealTimers();
    }
  });

  it('C-TAB-5 a page that ends takes its window with it; one that may come back does not', async () => {
    const { client, live } = playground();
    const connection = await live({}, agent);
    client.inbox.watch({ filter: 'mine' });
    page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    const [watched, ...more] = connection.take();
    expect([watched?.t, more]).toEqual(['watch-inbox', []]);
    page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    expect(connection.take()).toMatchObject([{ t: 'unwatch-inbox' }]);
    client.stop();
  });
});
