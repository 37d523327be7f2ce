/*
 * What an integrator copies. Ids are of a strict pattern and addresses of our own, so nothing here has to be escaped.
 */

export const embedCode = (base: string, siteId: string): string =>
  `<script async src="${base}/widget/loader.js" data-site="${siteId}"></script>`;

/** What the policy of the page that embeds the widget has to allow. */
export const policyLine = (base: string): string => `script-src ${base}; frame-src ${base}; img-src ${base}`;

/** A JWT that the site's own server signs, with nothing but what comes with Node. */
export const signingCode = (siteId: string): string => `import { createHmac } from 'node:crypto';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function holdfastIdentity(user) {
  const now = Math.floor(Date.now() / 1000);
  const head = part({ alg: 'HS256', typ: 'JWT' });
  const body = part({
    aud: '${siteId}',
    sub: user.id,
    name: user.name,
    email: user.email,
    iat: now,
    exp: now + 600,
  });
  const signature = createHmac('sha256', process.env.HOLDFAST_IDENTITY_KEY)
    .update(\`\${head}.\${body}\`)
    .digest('base64url');
  return \`\${head}.\${body}.\${signature}\`;
}`;

export const identifyCode = (): string => `Holdfast('identify', { token: identityFromYourServer });`;
