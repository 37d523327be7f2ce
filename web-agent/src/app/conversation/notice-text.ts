import type { NoticeEntry } from '@holdfast/chat-client';
import type { IconName } from '@holdfast/look';
import { words } from '../../words/words.ts';

/** Puts names to what notices hold as ids. */
export interface Names {
  readonly me: string;
  readonly visitor: string;
  readonly agentName: (id: string) => string;
  readonly teamName: (id: string) => string;
  readonly timeText: (at: string) => string;
}

/** A notice as it is read: a sentence, and what somebody said with it. */
export interface NoticeText {
  readonly icon: IconName;
  readonly text: string;
  /** The note of a transfer, or the comment of a rating. */
  readonly quote?: string;
  /** Of five. */
  readonly stars?: number;
}

export function noticeText({ from, notice }: Pick<NoticeEntry, 'from' | 'notice'>, names: Names): NoticeText {
  const said = words().conversation.notice;
  const { who, you } = actorOf(from, names);
  switch (notice.type) {
    case 'opened':
      return { icon: 'inbox', text: said.opened(who, you) };
    case 'closed':
      return { icon: 'check', text: said.closed(who, you) };
    case 'reopened':
      return { icon: 'reopen', text: said.reopened(who, you) };
    case 'woken':
      return { icon: 'clock', text: wokenText(from.kind, who, you) };
    case 'identified':
      return { icon: 'user', text: said.identified(names.visitor) };
    case 'assigned':
      return {
        icon: 'user',
        text: notice.agent.id === names.me ? said.assignedToYou : said.assigned(notice.agent.name),
      };
    case 'unassigned':
      return {
        icon: 'return',
        text: notice.reason === 'agent-offline' ? said.agentOffline : said.returned(who, you),
      };
    case 'transfer-requested':
      return quoting({ icon: 'transfer', text: said.transferred(who, goal(notice, names), you) }, notice.note);
    case 'labelled':
      return {
        icon: 'info',
        text:
          notice.labels.length === 0 ? said.unlabelled(who, you) : said.labelled(who, notice.labels.join(', '), you),
      };
    case 'snoozed':
      return { icon: 'clock', text: said.snoozed(who, names.timeText(notice.until), you) };
    case 'rated':
      return quoting({ icon: 'check', text: said.rated(who, notice.score), stars: notice.score }, notice.comment);
  }
}

const quoting = (notice: NoticeText, quote: string | undefined): NoticeText =>
  quote === undefined || quote === '' ? notice : { ...notice, quote };

function goal(
  { toTeamId, toAgentId }: { readonly toTeamId?: string | undefined; readonly toAgentId?: string | undefined },
  { me, agentName, teamName }: Names,
): string {
  const said = words().conversation.notice;
  const goals: string[] = [];
  if (toTeamId !== undefined) goals.push(said.team(teamName(toTeamId)));
  if (toAgentId !== undefined) goals.push(toAgentId === me ? said.toYou : agentName(toAgentId));
  return goals.join(', ');
}

function actorOf({ kind, id, name }: NoticeEntry['from'], { me, visitor }: Names): { who: string; you: boolean } {
  const said = words().conversation;
  if (kind === 'visitor') return { who: visitor, you: false };
  if (kind === 'system') return { who: said.system, you: false };
  return id === me ? { who: said.you, you: true } : { who: name ?? said.colleague, you: false };
}

/** A visitor who writes knows of no snooze. */
function wokenText(by: NoticeEntry['from']['kind'], who: string, you: boolean): string {
  const said = words().conversation.notice;
  return { system: said.wokenByTime, visitor: said.wokenByVisitor, agent: said.woken(who, you) }[by];
}
