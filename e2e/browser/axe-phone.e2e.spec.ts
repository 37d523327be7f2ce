import { test } from '@jest/globals';
import { scenesForAxe } from './axe-scenes.harness.ts';

const { scenes, hold } = scenesForAxe('phone');

test.each(scenes)('X-AXE-1 on a phone axe has nothing against %s, light or dark', (_name, scene) => hold(scene));
