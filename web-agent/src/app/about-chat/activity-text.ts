import type { Audit } from '../../api/api.ts';
import type { Words } from '../../words/words.ts';

type AuditEntry = Audit['entries'][number];

/** A line of the activity log: who, and what they did or were refused. */
export function activityText(
  { actor, type, outcome }: AuditEntry,
  me: string,
  { activity: say }: Words['about'],
): { readonly who: string; readonly what: string } {
  const done: Readonly<Record<string, string>> = say.done;
  const what = type === 'CommandRefused' ? say.refused(outcome ?? say.noReason) : (done[type] ?? type);
  return { who: whoText(actor, me, say), what };
}

function whoText(actor: AuditEntry['actor'], me: string, say: Words['about']['activity']): string {
  switch (actor.kind) {
    case 'visitor':
      return say.visitor;
    case 'agent':
      return actor.id === me ? say.you : actor.name;
    case 'system':
      return actor.id === 'desk' ? say.desk : 'Holdfast';
  }
}
