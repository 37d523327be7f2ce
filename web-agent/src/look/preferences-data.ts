/** What an agent chose for the console in this browser. */
export interface PreferencesData {
  /** BCP 47; null: as the browser says. */
  readonly language: string | null;
  readonly scheme: Scheme;
  /** Whether single keys act while no field has the focus. */
  readonly shortcuts: boolean;
  readonly sends: Sends;
  readonly notices: Readonly<Record<NoticeKind, NoticeChoice>>;
  readonly quietHours: QuietHours;
  /** Of the sounds, 0 to 100. */
  readonly volume: number;
  /** Widths in CSS pixels; null: as wide as the page thinks best. */
  readonly panes: { readonly list: number | null; readonly side: number | null; readonly sideOpen: boolean };
}

export const SCHEMES = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** What sends: Enter alone, or with the key that commands are given with (Ctrl, or ⌘ on a Mac). */
export const SENDS = ['enter', 'mod-enter'] as const;
export type Sends = (typeof SENDS)[number];

/** What one can be told of. */
export const NOTICE_KINDS = ['waiting', 'message', 'mention', 'assigned'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface NoticeChoice {
  readonly sound: boolean;
  readonly desktop: boolean;
}

/** From and to in minutes since midnight where the person is; over midnight where `to` is the smaller. */
export interface QuietHours {
  readonly on: boolean;
  readonly from: number;
  readonly to: number;
}

export const DEFAULTS: PreferencesData = {
  language: null,
  scheme: 'system',
  shortcuts: true,
  sends: 'enter',
  notices: {
    waiting: { sound: true, desktop: true },
    message: { sound: true, desktop: true },
    mention: { sound: true, desktop: true },
    assigned: { sound: true, desktop: true },
  },
  quietHours: { on: false, from: 20 * 60, to: 8 * 60 },
  volume: 60,
  panes: { list: null, side: null, sideOpen: true },
};

/** What a store holds, as far as it can be understood; the rest as it comes. Another version of the console may have written it. */
export function readPreferences(text: string | null): PreferencesData {
  let held: unknown;
  try {
    held = JSON.parse(text ?? 'null');
  } catch {
    held = null;
  }
  const { language, scheme, shortcuts, sends, notices, quietHours, volume, panes } = fields(held);
  const { on, from, to } = fields(quietHours);
  const { list, side, sideOpen } = fields(panes);
  return {
    language: typeof language === 'string' && language.length < 36 ? language : DEFAULTS.language,
    scheme: SCHEMES.find((known) => known === scheme) ?? DEFAULTS.scheme,
    shortcuts: flag(shortcuts, DEFAULTS.shortcuts),
    sends: SENDS.find((known) => known === sends) ?? DEFAULTS.sends,
    notices: {
      waiting: choice(notices, 'waiting'),
      message: choice(notices, 'message'),
      mention: choice(notices, 'mention'),
      assigned: choice(notices, 'assigned'),
    },
    quietHours: {
      on: flag(on, DEFAULTS.quietHours.on),
      from: within(from, 0, 1_439) ?? DEFAULTS.quietHours.from,
      to: within(to, 0, 1_439) ?? DEFAULTS.quietHours.to,
    },
    volume: within(volume, 0, 100) ?? DEFAULTS.volume,
    panes: {
      list: within(list, 0, 10_000),
      side: within(side, 0, 10_000),
      sideOpen: flag(sideOpen, DEFAULTS.panes.sideOpen),
    },
  };
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const flag = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);
const within = (value: unknown, least: number, most: number): number | null =>
  typeof value === 'number' && value >= least && value <= most ? Math.round(value) : null;

function choice(notices: unknown, kind: NoticeKind): NoticeChoice {
  const { sound, desktop } = fields(fields(notices)[kind]);
  return { sound: flag(sound, DEFAULTS.notices[kind].sound), desktop: flag(desktop, DEFAULTS.notices[kind].desktop) };
}
