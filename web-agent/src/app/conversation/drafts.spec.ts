import { describe, expect, test } from '@jest/globals';
import { Drafts } from './drafts.ts';

describe('drafts', () => {
  test('CN-DRAFT-1 are kept for each chat', () => {
    const drafts = new Drafts();
    drafts.write('one', 'to one');
    drafts.write('two', 'to two');
    expect(drafts.of('one').public).toBe('to one');
    expect(drafts.of('two').public).toBe('to two');
    expect(drafts.of('three')).toEqual({ mode: 'public', public: '', internal: '' });
  });

  test('CN-DRAFT-2 what is written as a note is never the text of a reply', () => {
    const drafts = new Drafts();
    drafts.switchTo('one', 'internal');
    drafts.write('one', 'between us');
    expect(drafts.of('one')).toEqual({ mode: 'internal', public: '', internal: 'between us' });
    drafts.switchTo('one', 'public');
    expect(drafts.of('one').public).toBe('');
    drafts.write('one', 'dear visitor');
    expect(drafts.of('one').internal).toBe('between us');
  });
});
