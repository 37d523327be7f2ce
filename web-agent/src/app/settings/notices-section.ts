import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Icon } from '@holdfast/look';
import { DesktopPermission } from '../../look/desktop-permission.ts';
import { Preferences } from '../../look/preferences.ts';
import { NOTICE_KINDS, type NoticeChoice, type NoticeKind } from '../../look/preferences-data.ts';
import { Sounds } from '../../look/sounds.ts';
import { Switch } from '../../look/switch.ts';
import { words } from '../../words/words.ts';

/** What calls the person, and how. */
@Component({
  selector: 'hf-notices-section',
  imports: [Icon, MatButton, MatIconButton, Switch],
  templateUrl: './notices-section.html',
  styleUrls: ['./section.css', './notices-section.css'],
})
export class NoticesSection {
  readonly #preferences = inject(Preferences);
  readonly #sounds = inject(Sounds);
  readonly #permission = inject(DesktopPermission);
  protected readonly words = words;
  protected readonly now = this.#preferences.now;
  protected readonly desktop = this.#permission.state;
  protected readonly kinds = computed(() =>
    NOTICE_KINDS.map((kind) => ({ kind, ...words().settings.kinds[kind], chosen: this.now().notices[kind] })),
  );

  protected ask(): void {
    void this.#permission.ask();
  }

  protected choose(kind: NoticeKind, changed: Partial<NoticeChoice>): void {
    const { notices } = this.now();
    this.#preferences.change({ notices: { ...notices, [kind]: { ...notices[kind], ...changed } } });
  }

  protected listen(kind: NoticeKind): void {
    void this.#sounds.play(kind);
  }

  protected setVolume(volume: number): void {
    this.#preferences.change({ volume });
    this.listen('message');
  }
}
