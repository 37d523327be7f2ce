import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { ConnectionView } from '@holdfast/chat-client';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Live } from '../live/live.ts';
import { ConnectionBanner } from './connection-banner.ts';
import { view } from './connection-view.harness.ts';

describe('the banner on the page', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const shown = () => {
    const connection = signal<ConnectionView | null>(view('live'));
    TestBed.configureTestingModule({ providers: [{ provide: Live, useValue: { connection } }] });
    const fixture = TestBed.createComponent(ConnectionBanner);
    fixture.detectChanges();
    return {
      becomes: (next: ConnectionView) => {
        connection.set(next);
        fixture.detectChanges();
      },
      after: (ms: number) => {
        jest.advanceTimersByTime(ms);
        fixture.detectChanges();
        return (fixture.nativeElement as HTMLElement).textContent.trim();
      },
    };
  };

  test('CN-CONN-1 comes two seconds after the connection was good for the last time, however many tries there are meanwhile', () => {
    const { becomes, after } = shown();
    becomes(view('live', { doubtful: true }));
    expect(after(600)).toBe('');
    for (const status of ['waiting', 'connecting', 'waiting'] as const) {
      becomes(view(status));
      expect(after(400)).toBe('');
    }
    expect(after(200)).not.toBe('');
    for (const status of ['connecting', 'waiting', 'syncing'] as const) {
      becomes(view(status));
      expect(after(100)).not.toBe('');
    }
    becomes(view('live'));
    expect(after(0)).toBe('');
  });

  test('CN-CONN-1 keeps quiet of a connection that answers late again and again', () => {
    const { becomes, after } = shown();
    for (let i = 0; i < 10; i++) {
      becomes(view('live', { doubtful: true }));
      expect(after(1_500)).toBe('');
      becomes(view('live'));
      expect(after(500)).toBe('');
    }
  });
});
