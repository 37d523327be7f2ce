import type { ClientWorkspaceCommand } from '@holdfast/contracts';
import { plainLetters } from '@holdfast/contracts/validators';
import { words } from '../../words/words.ts';
import { originsOf } from './origins.ts';
import type { Trouble } from './refusal.ts';

export type SiteData = Extract<ClientWorkspaceCommand, { type: 'SaveSite' }>['data'];
export const ASKED = ['off', 'away', 'optional', 'required'] as const;
export type Asked = (typeof ASKED)[number];

/** What stands in the form of a site. */
export interface SiteForm {
  readonly siteId: string;
  readonly name: string;
  readonly teamId: string;
  readonly origins: string;
  readonly greeting: string;
  readonly awayMessage: string;
  /** Empty: the widget's own. */
  readonly colour: string;
  readonly askName: Asked;
  readonly askEmail: Asked;
  readonly verifiedOnly: boolean;
}

const ID = /^[A-Za-z0-9_-]{1,64}$/;
export const COLOUR = /^#[0-9a-f]{6}$/;

/** Of a new site the team is chosen by whoever adds it, unless there is but one. */
export function formOf(site: SiteData | undefined, teams: readonly { readonly teamId: string }[]): SiteForm {
  return {
    siteId: site?.siteId ?? '',
    name: site?.name ?? '',
    teamId: site?.teamId ?? (teams.length === 1 ? teams[0]?.teamId : undefined) ?? '',
    origins: site?.allowedOrigins.join('\n') ?? '',
    greeting: site?.greeting ?? '',
    awayMessage: site?.awayMessage ?? '',
    colour: site?.colour ?? '',
    askName: site?.preChat?.name ?? 'off',
    // Whoever writes to nobody wants to be answered all the same.
    askEmail: site === undefined ? 'away' : (site.preChat?.email ?? 'off'),
    verifiedOnly: site?.verifiedOnly ?? false,
  };
}

/** The site that the form describes, or what is wrong with it. What is left empty is left out. */
export function siteOf(form: SiteForm): SiteData | Trouble {
  const [name, siteId] = [form.name.trim(), form.siteId.trim()];
  if (name === '') return { field: 'name', text: words().admin.needed };
  if (!ID.test(siteId)) return { field: 'siteId', text: words().admin.badSiteId };
  if (form.teamId === '') return { field: 'teamId', text: words().admin.siteTeamMissing };
  const read = originsOf(form.origins);
  if ('problem' in read) return { field: 'origins', text: read.problem };
  const colour = form.colour.trim().toLowerCase();
  if (colour !== '' && !COLOUR.test(colour)) return { field: 'colour', text: words().admin.badColour };
  const [greeting, awayMessage] = [form.greeting.trim(), form.awayMessage.trim()];
  const asks = form.askName !== 'off' || form.askEmail !== 'off';
  return {
    siteId,
    name,
    teamId: form.teamId,
    allowedOrigins: [...read.origins],
    ...(greeting === '' ? {} : { greeting }),
    ...(awayMessage === '' ? {} : { awayMessage }),
    ...(colour === '' ? {} : { colour }),
    ...(asks ? { preChat: { name: form.askName, email: form.askEmail } } : {}),
    ...(form.verifiedOnly ? { verifiedOnly: true } : {}),
  };
}

/** An id made of a name: what is left of it in small letters, digits and hyphens. */
export const idOf = (name: string): string =>
  plainLetters(name.normalize('NFKD'))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);

export const isSiteTrouble = (made: SiteData | Trouble): made is Trouble => 'text' in made;
