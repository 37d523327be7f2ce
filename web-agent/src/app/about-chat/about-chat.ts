import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Avatar, exactTime, Icon, visitorName } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { ActivityLog } from './activity-log.ts';
import { LabelsEditor } from './labels-editor.ts';
import { WhyCard } from './why-card.ts';

/** Who the visitor is, where they came from, why this agent, and what was done. */
@Component({
  selector: 'hf-about-chat',
  imports: [Avatar, Icon, MatIconButton, LabelsEditor, WhyCard, ActivityLog],
  templateUrl: './about-chat.html',
  styleUrl: './about-chat.css',
})
export class AboutChat {
  readonly chat = input.required<FollowedChat>();
  readonly closed = output();
  readonly #directory = inject(Directory);

  protected readonly view = computed(() => this.chat().view());
  protected readonly visitor = computed(() => this.view().visitor ?? { id: '' });
  protected readonly name = computed(() => visitorName(this.visitor()));
  protected readonly page = computed(() => {
    const { page } = this.view();
    return page === undefined
      ? null
      : { ...page, isLink: /^https?:\/\//i.test(page.url), title: page.title ?? page.url };
  });
  protected readonly facts = computed(() => {
    const { siteId, teamId, openedAt, rating } = this.view();
    const { externalId } = this.visitor();
    return [
      ...(externalId === undefined ? [] : [['Customer number', externalId] as const]),
      ...(siteId === undefined ? [] : [['Site', this.#directory.siteName(siteId) || siteId] as const]),
      ...(teamId === undefined ? [] : [['Team', this.#directory.teamName(teamId)] as const]),
      ...(openedAt === undefined ? [] : [['Opened', exactTime(openedAt)] as const]),
      ...(rating === undefined
        ? []
        : [['Rating', `${rating.score} of 5${rating.comment ? `: “${rating.comment}”` : ''}`] as const]),
    ];
  });
  protected readonly showsActivity = signal(false);
}
