import { type Device } from '@holdfast/contracts';
import bowser from 'bowser';

/** Longer ones are no browser's; what is beyond is not looked at. */
const LOOKED_AT = 512;
const FORMS = { desktop: 'desktop', mobile: 'phone', tablet: 'tablet' } as const;

/** What a `User-Agent` says of a browser, for people to read; undefined when it says nothing. Never throws. */
export function deviceOf(userAgent: string | undefined): Device | undefined {
  const text = userAgent?.slice(0, LOOKED_AT).trim();
  if (text === undefined || text === '') return undefined;
  try {
    const { browser, os, platform } = bowser.parse(text);
    const form = FORMS[(platform.type ?? '') as keyof typeof FORMS] as Device['form'];
    const device: Device = {
      ...named('browser', browser.name, browser.version?.split('.')[0]),
      ...named('system', os.name, os.versionName ?? os.version?.split('.').slice(0, 2).join('.')),
      ...(form === undefined ? {} : { form }),
    };
    return Object.keys(device).length === 0 ? undefined : device;
  } catch {
    return undefined;
  }
}

/** "Chrome 156"; nothing where there is no name. */
const named = (key: 'browser' | 'system', name: string | undefined, version: string | undefined): Partial<Device> =>
  name === undefined || name === '' ? {} : { [key]: [name, version].filter(Boolean).join(' ').slice(0, 60) };
