import { expect, test } from '@jest/globals';
import { formOf, idOf, siteOf, type SiteForm } from './site-form.ts';

const form: SiteForm = { ...formOf(undefined, [{ teamId: 'support' }]), siteId: 'shop', name: 'Shop' };

test('CN-ADMIN-7 a site is saved as the form says, and what is left empty is left out', () => {
  expect(siteOf({ ...form, askEmail: 'off' })).toEqual({
    siteId: 'shop',
    name: 'Shop',
    teamId: 'support',
    allowedOrigins: [],
  });
  expect(siteOf(form)).toMatchObject({ preChat: { name: 'off', email: 'away' } });
  const unchosen = formOf(undefined, [{ teamId: 'sales' }, { teamId: 'support' }]);
  expect(siteOf({ ...form, teamId: unchosen.teamId })).toMatchObject({ field: 'teamId' });
  const full: SiteForm = {
    ...form,
    origins: 'https://shop.example',
    greeting: ' Hello! ',
    awayMessage: 'Back at nine.',
    colour: '#2F5D50',
    askName: 'required',
    askEmail: 'off',
    verifiedOnly: true,
  };
  const site = {
    siteId: 'shop',
    name: 'Shop',
    teamId: 'support',
    allowedOrigins: ['https://shop.example'],
    greeting: 'Hello!',
    awayMessage: 'Back at nine.',
    colour: '#2f5d50',
    preChat: { name: 'required', email: 'off' },
    verifiedOnly: true,
  } as const;
  expect(siteOf(full)).toEqual(site);
  expect(siteOf(formOf({ ...site, allowedOrigins: [...site.allowedOrigins] }, []))).toEqual(site);
});

test('CN-ADMIN-7 what is wrong with a site is told at its field', () => {
  expect(siteOf({ ...form, name: '' })).toMatchObject({ field: 'name' });
  expect(siteOf({ ...form, siteId: 'my shop' })).toMatchObject({ field: 'siteId' });
  expect(siteOf({ ...form, teamId: '' })).toMatchObject({ field: 'teamId' });
  expect(siteOf({ ...form, origins: 'shop' })).toMatchObject({ field: 'origins' });
  expect(siteOf({ ...form, colour: 'green' })).toMatchObject({ field: 'colour' });
});

test('CN-ADMIN-7 the id of a new site is offered from its name', () => {
  expect(idOf('Käse & Brot – Zürich')).toBe('kase-brot-zurich');
  expect(idOf('Größen & Mehr')).toBe('grossen-mehr');
  expect(idOf('…')).toBe('');
});
