import { expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Directory } from '../../api/directory.ts';
import { until } from '../../look/until.harness.ts';
import { signedIn } from '../live/signed-in.harness.ts';
import { SitePage } from './site-page.ts';

const site = { siteId: 'shop', name: 'Shop', teamId: 't', allowedOrigins: [] };
const workspace = { name: 'Demo', agents: [], teams: [{ teamId: 't', name: 'Support' }], cannedReplies: [] };

test('CN-ADMIN-8 what is typed stays while the workspace is read again, and while that fails', async () => {
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const { server } = await signedIn();
  server.workspace = { ...workspace, sites: [site] };
  const directory = TestBed.inject(Directory);
  await until(() => directory.isThere());
  const fixture = TestBed.createComponent(SitePage);
  fixture.componentRef.setInput('site', 'shop');
  TestBed.tick();
  const page = fixture.nativeElement as HTMLElement;
  const name = page.querySelector<HTMLInputElement>('input[maxlength="120"]')!;
  expect(name.value).toBe('Shop');
  name.value = 'Flower shop';
  name.dispatchEvent(new Event('input'));

  server.workspace = { ...workspace, sites: [{ ...site, name: 'Toy shop' }] };
  directory.reload();
  await until(() => directory.siteName('shop') === 'Toy shop');
  expect(name.value).toBe('Flower shop');

  server.isDown = true;
  directory.reload();
  await until(() => directory.problem() !== null);
  expect([page.contains(name), name.value, directory.siteName('shop')]).toEqual([true, 'Flower shop', 'Toy shop']);
});
