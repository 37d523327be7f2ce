import type { CommandResult, SessionView } from '@holdfast/chat-client';

/** Why a session can never be this visitor's again: another one has to be begun. */
const GONE = new Set(['erased', 'not-found']);

/**
 * Which session the next message goes to, and whether that one has to be opened first. It is remembered for this page only: what an earlier
 * page meant to open may never have left it, and opening once more what is open is refused and does no harm.
 */
export class Opening {
  #session: string | undefined;
  #said: string[] = [];

  /** What has to be done before this text is posted to the session. */
  before(session: string, status: SessionView['status'], text: string): 'nothing' | 'open' | 'start-over' {
    if (status === 'erased') return 'start-over';
    if (status !== 'absent') return 'nothing';
    const isUnderWay = this.#session === session;
    this.#said = isUnderWay ? [...this.#said, text] : [text];
    this.#session = session;
    return isUnderWay ? 'nothing' : 'open';
  }

  /** What became of the opening. Returns the texts that nobody will see unless they are said in another session. */
  ended(result: CommandResult): readonly string[] {
    const said = this.#said;
    this.#said = [];
    if (result.kind === 'stored' || (result.kind === 'refused' && result.reason === 'already-open')) return [];
    // The next message tries once more.
    this.#session = undefined;
    return result.kind !== 'withdrawn' && GONE.has(result.reason) ? said : [];
  }
}
