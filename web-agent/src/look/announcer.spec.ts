import { expect, test } from '@jest/globals';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { TestBed } from '@angular/core/testing';
import { Announcer } from './announcer.ts';
import { until } from './until.harness.ts';

test('CN-VOICE-1 what is said at once is heard together, nothing cut off', async () => {
  const heard: string[] = [];
  const announce = (text: string): Promise<void> => Promise.resolve(void heard.push(text));
  TestBed.configureTestingModule({ providers: [{ provide: LiveAnnouncer, useValue: { announce } }] });
  const announcer = TestBed.inject(Announcer);
  announcer.say('Mia: hello');
  announcer.say('Mia: anybody?');
  await until(() => heard.length > 0);
  announcer.say('later');
  await until(() => heard.length > 1);
  expect(heard).toEqual(['Mia: hello\nMia: anybody?', 'later']);
});
