/** Directives of a Content-Security-Policy. */
type Policy = Readonly<Record<string, readonly string[]>>;

const POLICY: Policy = {
  'default-src': ["'none'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  'worker-src': ["'self'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
};

export const text = (policy: Policy): string =>
  Object.entries(policy)
    .map(([directive, values]) => `${directive} ${values.join(' ')}`)
    .join('; ');

/** The socket of an origin: older browsers do not count it as `'self'`. */
const socketOf = (origin: string): string => origin.replace(/^http/, 'ws');

/** For a document of one of the apps: its own scripts, styles with its nonce, no markup from strings, and framed by these only. */
export const appPolicy = (nonce: string, origins: readonly string[], framedBy: readonly string[]): string =>
  text({
    ...POLICY,
    'script-src': ["'self'", `'nonce-${nonce}'`],
    'style-src': ["'self'", `'nonce-${nonce}'`],
    'connect-src': ["'self'", ...origins.map(socketOf)],
    'frame-ancestors': framedBy.length === 0 ? ["'none'"] : framedBy,
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['angular', 'angular#bundler', 'angular#unsafe-bypass', 'dompurify', "'allow-duplicates'"],
  });

/** For the sample shop: somebody else's page that embeds the widget. */
export const shopPolicy = (widget: string): string =>
  text({
    ...POLICY,
    'script-src': ["'self'", widget],
    'style-src': ["'self'", "'unsafe-inline'"],
    'connect-src': ["'self'", widget],
    'img-src': ["'self'", 'data:', widget],
    'frame-src': [widget],
    'frame-ancestors': ["'none'"],
  });

/** For the API's own documentation. */
export const docsPolicy = (): string =>
  text({
    ...POLICY,
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'connect-src': ["'self'"],
    'frame-ancestors': ["'none'"],
  });
