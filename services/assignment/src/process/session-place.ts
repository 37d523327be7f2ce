import type { SessionEvent } from '@holdfast/contracts';

/** Where a session belongs: its site, and the team that it was opened for or transferred to last. */
export interface SessionPlace {
  readonly siteId: string;
  readonly teamId?: string;
}

/** The place after an event; undefined before the opening, and once it is erased. */
export function placeAfter(place: SessionPlace | undefined, event: SessionEvent): SessionPlace | undefined {
  switch (event.type) {
    case 'SessionOpened': {
      const { siteId, teamId } = event.data;
      return teamId === undefined ? { siteId } : { siteId, teamId };
    }
    case 'TransferRequested':
      return place === undefined || event.data.toTeamId === undefined
        ? place
        : { ...place, teamId: event.data.toTeamId };
    case 'SessionErased':
      return undefined;
    default:
      return place;
  }
}
