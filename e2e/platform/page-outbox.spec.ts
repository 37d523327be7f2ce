import { memoryStore, type OutboxRow } from '@holdfast/chat-client';
import { describe, expect, it } from '@jest/globals';
import { PageOutbox } from './page-outbox.ts';

const row = (id: string): OutboxRow => ({ id, target: 'a', type: 'PostMessage', data: {}, at: 0, state: 'waiting' });

describe('the outbox of a page', () => {
  it('F-CRASH-4 keeps the command whose outcome the page had taken when it died, and what came after is not done', async () => {
    const device = memoryStore();
    const page = new PageOutbox(device, () => true);
    await page.add(row('first'));
    await page.add(row('second'));
    let answers = 0;
    const answered = (): number => answers++;
    void page.update('first', () => null).then(answered);
    void page.update('second', () => null).then(answered);
    void page.add(row('third')).then(answered);
    void page.rows().then(answered);
    const left = await new PageOutbox(device, () => false).rows();
    expect(left.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(answers).toBe(0);
  });

  it('F-CRASH-4 is as the device has it while the page lives', async () => {
    const device = memoryStore();
    const page = new PageOutbox(device, () => false);
    await page.add(row('first'));
    await page.replace('first', row('second'));
    expect(await page.update('second', () => null)).toBeNull();
    expect(await device.rows()).toEqual([]);
  });
});
