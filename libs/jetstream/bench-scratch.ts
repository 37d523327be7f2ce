import { connectNats, provision, JetStreamEventStore } from './src/index.ts';
import type { Commit } from '@holdfast/contracts';
const nc = await connectNats({ servers: 'nats://127.0.0.1:14333', name: 'bench' });
await provision(nc, { durability: 'power-safe' });
const runId = Math.random().toString(36).slice(2, 8);
const commit = (v: number): Commit => ({
  id: 'c' + Math.random().toString(36).slice(2),
  at: '2026-01-01T00:00:00.000Z',
  actor: { kind: 'visitor', id: 'mira' },
  causationId: 'x'.repeat(36),
  correlationId: 'y'.repeat(36),
  v,
  w: v,
  outcomes: [{ commandId: 'c' + v, kind: 'stored' }],
  events: [
    {
      id: `c${v}/0`,
      type: 'MessagePosted',
      ver: 1,
      v,
      w: v,
      data: { text: 'hello there, this is a message of usual length', visibility: 'public' },
    },
  ],
});
const q = (d: number[], p: number) => d.sort((a, b) => a - b)[Math.floor(d.length * p)]!.toFixed(3);
async function closed(label: string, store: JetStreamEventStore, writers: number, each: number) {
  const lat: number[] = [];
  const t0 = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, w) => {
      let last = 0;
      const ref = { workspace: runId, kind: 'session' as const, id: `${label.replace(/\W/g, '')}-${w}` };
      for (let v = 1; v <= each; v++) {
        const s = performance.now();
        const a = await store.append(ref, commit(v), last);
        lat.push(performance.now() - s);
        if (a.kind !== 'appended') throw new Error('conflict');
        last = a.sequence;
      }
    }),
  );
  const ms = performance.now() - t0;
  console.log(
    label.padEnd(28),
    `writers ${writers}`.padEnd(12),
    `p50 ${q(lat, 0.5)} p99 ${q(lat, 0.99)} ms`,
    `${Math.round(((writers * each) / ms) * 1000)}/s`,
  );
}
const mk = (o = {}) =>
  new JetStreamEventStore(nc, {
    onSent: (n: number, r: string) => {
      sizes.set(n, (sizes.get(n) ?? 0) + 1);
      if (r !== 'appended') console.log('!!', n, r);
    },
    ...o,
  });
let sizes = new Map<number, number>();
await closed('warm', mk(), 8, 200);
await closed('warm2', mk(), 64, 50);
for (const w of [1, 2, 4, 6, 8, 16, 32, 128, 512]) {
  sizes = new Map();
  await closed(`adaptive6-${w}`, mk(), w, Math.max(20, Math.floor(3000 / w)));
  if (w <= 32)
    await closed(`singles-${w}`, mk({ batchFrom: 1e9, singlesAtOnce: 1e9 }), w, Math.max(20, Math.floor(3000 / w)));
  if (w > 2 && w <= 16) await closed(`batch3-${w}`, mk({ batchFrom: 3 }), w, Math.max(20, Math.floor(3000 / w)));
  if (w > 2 && w <= 32)
    await closed(`adaptive10-${w}`, mk({ batchFrom: 10, singlesAtOnce: 8 }), w, Math.max(20, Math.floor(3000 / w)));
}
await nc.close();
