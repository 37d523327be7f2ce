import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { InboxFilter, InboxRow as Row } from '@holdfast/contracts';
import { Avatar, exactTime, Now } from '@holdfast/look';
import { rowText } from './row-text.ts';

@Component({
  selector: 'hf-inbox-row',
  imports: [RouterLink, Avatar],
  templateUrl: './inbox-row.html',
  styleUrl: './inbox-row.css',
})
export class InboxRow {
  readonly row = input.required<Row>();
  readonly filter = input.required<InboxFilter>();
  readonly me = input.required<string>();
  readonly open = input(false);
  readonly #now = inject(Now);
  protected readonly text = computed(() => rowText(this.row(), this.me(), this.#now.ms()));
  protected readonly exact = computed(() => exactTime(this.text().whenExact));
}
