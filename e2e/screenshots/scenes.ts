import { consoleScenes } from './console-scenes.ts';
import type { Scene } from './scene.ts';
import { widgetScenes } from './widget-scenes.ts';

/** Every view and state of both apps, in the order in which they are best played: first what needs the demo as it was seeded. */
export const SCENES: readonly Scene[] = [...consoleScenes, ...widgetScenes];
