export type Missing = 'email' | 'password';

/** What has to be filled in before anything can be asked. */
export function missingIn(email: string, password: string): Missing | null {
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) return 'email';
  return password === '' ? 'password' : null;
}

/** Only addresses of this console, and none that leads back here: `//elsewhere` is somebody else's. */
export const inside = (url: string | undefined): string =>
  url !== undefined && /^\/(?![/\\])/.test(url) && !/^\/(sign-in|invitation)\b/.test(url) ? url : '/mine';
