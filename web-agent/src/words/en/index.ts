import { about } from './about.ts';
import { actions } from './actions.ts';
import { admin } from './admin.ts';
import { colleagues } from './colleagues.ts';
import { connection } from './connection.ts';
import { conversation } from './conversation.ts';
import { failure } from './failure.ts';
import { inbox } from './inbox.ts';
import { page } from './page.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';

/** Every word of the console, by feature. Its type is what each other language has to fill. */
export const en = {
  about,
  actions,
  admin,
  colleagues,
  connection,
  conversation,
  failure,
  inbox,
  page,
  search,
  settings,
  signIn,
};
