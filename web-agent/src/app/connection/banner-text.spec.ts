import { describe, expect, test } from '@jest/globals';
import { bannerOf } from './banner-text.ts';
import { view } from './connection-view.harness.ts';

describe('the banner', () => {
  test('CN-CONN-1 says nothing while everything is current', () => {
    expect(bannerOf(view('live'), true, 100_000)).toBeNull();
  });

  test.each(['connecting', 'syncing', 'waiting'] as const)('CN-CONN-1 keeps quiet of a short break: %s', (status) => {
    expect(bannerOf(view(status), false, 3_000)).toBeNull();
    expect(bannerOf(view(status), true, 3_000)).not.toBeNull();
  });

  test('CN-CONN-1 speaks of a connection that does not answer', () => {
    expect(bannerOf(view('live', { doubtful: true }), false, 3_000)).toBeNull();
    expect(bannerOf(view('live', { doubtful: true }), true, 3_000)?.text).toContain('Reconnecting');
  });

  test('CN-CONN-2 says when the next try is, and that nothing written is lost', () => {
    const banner = bannerOf(view('waiting', { retryAt: 14_200 }), true, 10_000);
    expect(banner?.text).toContain('Next try in 5 sec');
    expect(banner?.text).toContain('kept');
  });

  test('CN-CONN-2 says that the device is offline also while the connection has not noticed', () => {
    expect(bannerOf(view('live'), false, 3_000, false)).toBeNull();
    expect(bannerOf(view('live'), true, 3_000, false)?.text).toContain('offline');
  });

  test('CN-CONN-2 does not claim to be up to date while it catches up', () => {
    expect(bannerOf(view('syncing'), true, 10_000)?.text).toMatch(/Catching up/);
  });

  test('CN-CONN-4 tells screen readers that it tries again, and not the seconds', () => {
    const [early, late] = [
      bannerOf(view('waiting', { retryAt: 14_200 }), true, 10_000),
      bannerOf(view('connecting'), true, 14_200),
    ];
    expect(early?.spoken).toContain('Reconnecting');
    expect(early?.spoken).toBe(late?.spoken);
  });

  test('CN-CONN-3 asks for a reload at once when the server speaks another version', () => {
    expect(bannerOf(view('incompatible'), false, 10_000)?.kind).toBe('reload');
  });

  test('CN-CONN-2 offers the try at once while it waits for it, and says when the device itself is offline', () => {
    expect(bannerOf(view('waiting'), true, 10_000)?.action).toBe('try');
    expect(bannerOf(view('waiting'), true, 10_000, false)?.text).toContain('offline');
    expect(bannerOf(view('syncing'), true, 10_000)?.action).toBeUndefined();
  });
});
