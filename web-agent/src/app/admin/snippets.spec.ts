import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { embedCode, policyLine, signingCode } from './snippets.ts';

test('CN-ADMIN-6 the embed code loads the loader from where the console is served, for this site', () => {
  expect(embedCode('https://chat.example', 'shop')).toBe(
    '<script async src="https://chat.example/widget/loader.js" data-site="shop"></script>',
  );
  expect(policyLine('https://chat.example')).toBe(
    'script-src https://chat.example; frame-src https://chat.example; img-src https://chat.example',
  );
});

test('CN-ADMIN-6 the code that signs an identity makes a JWT for this site that the key proves', async () => {
  process.env['HOLDFAST_IDENTITY_KEY'] = 'secret';
  const module = `data:text/javascript,${encodeURIComponent(signingCode('shop'))}`;
  const { holdfastIdentity } = (await import(module)) as { holdfastIdentity: (user: object) => string };
  const [head, body, signature] = holdfastIdentity({ id: 'u1', name: 'Mia', email: 'mia@example.com' }).split('.');
  const decoded = JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as Record<string, unknown>;
  expect(decoded).toMatchObject({ aud: 'shop', sub: 'u1', name: 'Mia', email: 'mia@example.com' });
  expect(Number(decoded['exp']) - Number(decoded['iat'])).toBe(600);
  expect(signature).toBe(
    createHmac('sha256', 'secret')
      .update(`${head ?? ''}.${body ?? ''}`)
      .digest('base64url'),
  );
});
