import { expect, it } from '@jest/globals';
import { install } from './installation.ts';
import { readOptions } from './options.ts';
import { none } from './oracle.ts';
import { withoutPostgres } from './outage-run.ts';

it('B-RUN-3 people talk on without Postgres, history is served once it is back, and has everything', async () => {
  // An answer takes up to 3 s, and the one that is under way when Postgres goes does not count.
  const asked = '--sessions 6 --agents 2 --rate 40 --seconds 9 --warm-up 1';
  const options = readOptions(['outage', ...asked.split(' ')]);
  if (options === null) throw new Error('no options');
  const said: string[] = [];
  const place = await install(options, (line) => void said.push(line));
  try {
    const result = await withoutPostgres(place, options, said, () => undefined);
    expect(result).toMatchObject({ ...none, failed_sends: 0, not_projected: 0, sent: 640, client_problems: 0 });
    expect(result.history.before).toHaveProperty('200');
    expect(Object.keys(result.history.during)).toEqual(['503 catching-up']);
    expect(result.history_served_ms).not.toBeNull();
    expect(result.died).toEqual([]);
  } finally {
    await place.stop();
  }
}, 240_000);
