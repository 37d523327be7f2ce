import { words } from '../../words/words.ts';

/** The fields of the forms here that a refusal can belong to. */
export type FieldName =
  'email' | 'role' | 'teams' | 'capacity' | 'name' | 'shortcut' | 'text' | 'siteId' | 'teamId' | 'origins' | 'colour';

/** Why something was not saved: at the field it belongs to, or of the whole. */
export interface Trouble {
  readonly field?: FieldName | undefined;
  readonly text: string;
}

const FIELDS: Readonly<Record<string, FieldName>> = {
  'email-taken': 'email',
  'last-admin': 'role',
  'shortcut-taken': 'shortcut',
  'site-taken': 'siteId',
};

/** A refusal of the workspace in words. `unknown-team` belongs to whichever field names teams. */
export function troubleOf(reason: string, type: string): Trouble {
  const field = reason === 'unknown-team' ? (type === 'SaveSite' ? 'teamId' : 'teams') : FIELDS[reason];
  return { field, text: words().admin.refusals[reason] ?? words().admin.refused(reason) };
}
