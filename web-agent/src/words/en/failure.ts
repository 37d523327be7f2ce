/** Why a question over HTTP has no answer, to the person who asked. */
export const failure = {
  unreachable: 'The server cannot be reached.',
  'catching-up': 'This part of the server is catching up. Chat goes on.',
  'signed-out': 'You are signed out.',
  'wrong-credentials': 'This e-mail address and password do not belong together.',
  'too-fast': 'Too many attempts. Wait a little.',
  'not-permitted': 'You may not do that. Ask an admin.',
  'not-found': 'There is no such thing here.',
  failed: 'The server could not answer.',
  tooFastFor: (wait: string) => `Too many attempts. Try again in ${wait}.`,
  again: 'Try again',
  /** Whose name has not been read. */
  somebody: 'a colleague',
  someTeam: 'a team',
};
