import type { VisitorProfile } from '@holdfast/contracts';
import type { ReadModel, Step } from '../projection/read-model.ts';

const OPENED = `
  insert into session_visitor (workspace, session, visitor_id, name, email, external_id)
  select $1, * from json_to_recordset($2) as r (session text, visitor_id text, name text, email text, external_id text)`;
const IDENTIFIED = `
  update session_visitor v set name = r.name, email = r.email, external_id = r.external_id
  from json_to_recordset($2) as r (session text, name text, email text, external_id text)
  where v.workspace = $1 and v.session = r.session`;

/** Whom each session is with. It is written when a session opens or its visitor says who they are, and by no message. */
export const visitors: ReadModel = {
  write(transaction, workspace, steps) {
    const opened = steps.flatMap(openings);
    const identified = new Map(steps.flatMap(identities).map((row) => [row.session, row]));
    if (opened.length > 0) transaction.send('visitor-insert', OPENED, [workspace, JSON.stringify(opened)]);
    if (identified.size > 0)
      transaction.send('visitor-update', IDENTIFIED, [workspace, JSON.stringify([...identified.values()])]);
  },
  erase(transaction, workspace, sessions) {
    const DELETE = 'delete from session_visitor where workspace = $1 and session = any($2)';
    transaction.send('visitor-erase', DELETE, [workspace, sessions]);
  },
};

const openings = ({ ref, commit }: Step) =>
  commit.events.flatMap((event) =>
    event.type === 'SessionOpened'
      ? [{ session: ref.id, visitor_id: event.data.visitorId, ...columns(event.data.visitor) }]
      : [],
  );
/** The event holds the whole profile, so the last one of a session counts. */
const identities = ({ ref, commit }: Step) =>
  commit.events.flatMap((event) =>
    event.type === 'VisitorIdentified' ? [{ session: ref.id, ...columns(event.data) }] : [],
  );
const columns = ({ name, email, externalId }: VisitorProfile) => ({ name, email, external_id: externalId });
