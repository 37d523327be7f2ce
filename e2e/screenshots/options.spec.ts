import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';
import { chosen, type Scene } from './scene.ts';

const scene = (name: string, at?: Scene['at']): Scene => ({
  name,
  ...(at === undefined ? {} : { at }),
  play: () => Promise.reject(new Error('not played')),
});

describe('the pictures of both apps', () => {
  it('X-SCENES-1 are of every scene, at both widths, in both schemes, of an installation of its own', () => {
    const options = readOptions([], '/somewhere');
    expect(options).toMatchObject({ only: [], schemes: ['light', 'dark'], widths: ['wide', 'phone'] });
    expect(options.running).toBeUndefined();
    expect(chosen([scene('a'), scene('b')], options.only, 'phone')).toHaveLength(2);
  });

  it('X-SCENES-1 are of what is asked for', () => {
    const options = readOptions(['--only', 'in', '--only', 'c', '--scheme', 'dark', '--width', 'phone'], '/somewhere');
    expect(options).toMatchObject({ only: ['in', 'c'], schemes: ['dark'], widths: ['phone'] });
    const all = [scene('inbox'), scene('chat', 'wide'), scene('chat-list'), scene('other')];
    expect(chosen(all, options.only, 'phone').map(({ name }) => name)).toEqual(['inbox', 'chat-list']);
    expect(() => readOptions(['--width', '800'], '/somewhere')).toThrow('--width is wide or phone');
  });
});
