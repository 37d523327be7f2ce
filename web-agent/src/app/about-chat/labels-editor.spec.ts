import { expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { SessionFrameEvent } from '@holdfast/contracts';
import { signedIn } from '../live/signed-in.harness.ts';
import { AT, conversation } from '../live/stand-in-gateway.harness.ts';
import { until } from '../../look/until.harness.ts';
import { LabelsEditor } from './labels-editor.ts';

test('CN-LABEL-2 a second label while the first is under way adds to it', async () => {
  const { live, gateway } = await signedIn(({ sessions }) => sessions.set('s1', conversation('hello')));
  const chat = live.follow('s1');
  await until(() => chat.view().freshness === 'live');
  const fixture = TestBed.createComponent(LabelsEditor);
  fixture.componentRef.setInput('chat', chat);
  TestBed.tick();
  const page = fixture.nativeElement as HTMLElement;
  const shown = () => [...page.querySelectorAll('li')].map(({ textContent }) => textContent.trim());
  const add = (label: string): void => {
    const field = page.querySelector('input')!;
    field.value = label;
    field.form!.requestSubmit();
    TestBed.tick();
  };
  const asked = () =>
    gateway
      .sent('request')
      .flatMap(({ commands }) => commands)
      .flatMap(({ type, data }) => (type === 'SetLabels' ? [data] : []));
  const says = (n: number, labels: string[]): void => {
    const actor = { kind: 'agent', id: 'ada', name: 'Ada' } as const;
    const event = { n, w: n, id: `e${n}/0`, at: AT, actor, type: 'LabelsChanged', data: { labels } };
    gateway.tell({ t: 'events', session: 's1', events: [event as SessionFrameEvent] });
  };

  add('billing');
  add('urgent');
  expect(shown()).toEqual(['billing', 'urgent']);
  await until(() => asked().length === 2);
  expect(asked()).toEqual([{ labels: ['billing'] }, { labels: ['billing', 'urgent'] }]);
  says(3, ['billing']);
  expect(shown()).toEqual(['billing', 'urgent']);
  says(4, ['billing', 'urgent']);
  await until(() => chat.view().labels.length === 2);
  expect(shown()).toEqual(['billing', 'urgent']);
  // From here on it follows the log again.
  says(5, []);
  await until(() => shown().length === 0);
});
