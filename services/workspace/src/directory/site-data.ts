import type { Site } from '../domain/workspace.ts';

interface SiteRow extends Omit<Site, 'greeting' | 'colour'> {
  readonly greeting: string | null;
  readonly colour: string | null;
}

/** A site as its event has it: what is not set is absent. */
export const siteData = ({ siteId, name, teamId, allowedOrigins, greeting, colour }: SiteRow): Site => ({
  siteId,
  name,
  teamId,
  allowedOrigins,
  ...(greeting === null ? {} : { greeting }),
  ...(colour === null ? {} : { colour }),
});
