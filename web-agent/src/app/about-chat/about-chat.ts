import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ago, Avatar, exactTime, Icon, Now } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { StandingDot } from '../../look/standing-dot.ts';
import { locale, words } from '../../words/words.ts';
import { visitorText } from '../live/visitor-text.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { ActivityLog } from './activity-log.ts';
import { PastChats } from './past-chats.ts';
import { LabelsEditor } from './labels-editor.ts';
import { WhyCard } from './why-card.ts';

const NOTES = 3;

/** Who the visitor is, where they came from, why this agent, and what was done. */
@Component({
  selector: 'hf-about-chat',
  imports: [Avatar, Icon, MatIconButton, LabelsEditor, PastChats, RouterLink, StandingDot, WhyCard, ActivityLog],
  templateUrl: './about-chat.html',
  styleUrl: './about-chat.css',
})
export class AboutChat {
  readonly chat = input.required<FollowedChat>();
  readonly closed = output();
  readonly #directory = inject(Directory);

  readonly #now = inject(Now);
  protected readonly words = words;
  protected readonly view = computed(() => this.chat().view());
  protected readonly visitor = computed(() => this.view().visitor ?? { id: '' });
  protected readonly name = computed(() => visitorText(this.visitor()));
  protected readonly page = computed(() => {
    const { page } = this.view();
    return page === undefined
      ? null
      : { ...page, isLink: /^https?:\/\//i.test(page.url), title: page.title ?? page.url };
  });
  /** There is something that nobody has confirmed. */
  protected readonly hasClaims = computed(() => {
    const { name, email } = this.view().visitor ?? {};
    return name !== undefined || email !== undefined;
  });
  protected readonly facts = computed(() => {
    const { siteId, teamId, openedAt, rating, device } = this.view();
    const { externalId } = this.visitor();
    const { details: say } = words().about;
    const facts: readonly (readonly [string, string | undefined])[] = [
      [say.number, externalId],
      [
        say.device,
        device && [device.browser, device.system, device.form && say.forms[device.form]].filter(Boolean).join(', '),
      ],
      [say.site, siteId && (this.#directory.siteName(siteId) || siteId)],
      [say.team, teamId && this.#directory.teamName(teamId)],
      [say.opened, openedAt && exactTime(openedAt, locale())],
      [say.rating, rating && say.rated(rating.score, rating.comment ?? '')],
    ];
    return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== '');
  });
  /** The latest notes, the newest first. */
  protected readonly notes = computed(() =>
    this.view()
      .entries.flatMap((entry) =>
        entry.kind === 'message' && entry.visibility === 'internal' && entry.n !== undefined
          ? [
              {
                id: entry.id,
                n: entry.n,
                who: entry.from.name ?? '',
                when: ago(entry.at, this.#now.ms(), locale()),
                text: entry.text,
              },
            ]
          : [],
      )
      .slice(-NOTES)
      .reverse(),
  );
  protected readonly showsActivity = signal(false);
}
