import type { Site } from '../domain/workspace.ts';

interface SiteRow extends Omit<Site, 'greeting' | 'colour' | 'preChat' | 'awayMessage' | 'verifiedOnly'> {
  readonly greeting: string | null;
  readonly colour: string | null;
  readonly preChat: Site['preChat'] | null;
  readonly awayMessage: string | null;
  readonly verifiedOnly: boolean;
}

/** A site as its event has it: what is not set is absent. */
export const siteData = ({ preChat, greeting, colour, awayMessage, verifiedOnly, ...site }: SiteRow): Site => ({
  siteId: site.siteId,
  name: site.name,
  teamId: site.teamId,
  allowedOrigins: site.allowedOrigins,
  ...(greeting === null ? {} : { greeting }),
  ...(colour === null ? {} : { colour }),
  ...(preChat === null || preChat === undefined ? {} : { preChat }),
  ...(awayMessage === null ? {} : { awayMessage }),
  ...(verifiedOnly ? { verifiedOnly } : {}),
});
