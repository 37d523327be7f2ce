import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SignIn } from '../../api/sign-in.ts';
import { Drafts } from './drafts.ts';

const KEY = 'holdfast.draft.acme.ada.s1';

describe('the drafts of two tabs', () => {
  beforeEach(() => {
    localStorage.clear();
    const signIn = { workspace: signal('acme'), agent: signal({ id: 'ada', name: 'Ada' }) };
    TestBed.configureTestingModule({ providers: [{ provide: SignIn, useValue: signIn }] });
  });

  /** Another tab's change of the draft arrives: whatever stands in the storage by now. */
  const told = (newValue: string | null): void => {
    window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue, storageArea: localStorage }));
  };

  test('CN-DRAFT-1 what another tab writes or sends is taken over', () => {
    const drafts = TestBed.inject(Drafts);
    drafts.write('s1', 'public', 'begun here', 1);
    const ofTheOther = (localStorage.getItem(KEY) ?? '').replace('begun here', 'gone on with there');
    localStorage.setItem(KEY, ofTheOther);
    told(ofTheOther);
    expect(drafts.of('s1').public.text).toBe('gone on with there');
    localStorage.removeItem(KEY);
    told(null);
    expect(drafts.of('s1').public.text).toBe('');
  });

  test('CN-DRAFT-1 what is told late of another tab takes nothing from what was written since', () => {
    const drafts = TestBed.inject(Drafts);
    drafts.write('s1', 'public', 'written after the other tab has sent', 2);
    told(null);
    expect(drafts.of('s1').public.text).toBe('written after the other tab has sent');
  });
});
