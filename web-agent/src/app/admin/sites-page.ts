import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon, onColour } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { words } from '../../words/words.ts';

@Component({
  selector: 'hf-sites-page',
  imports: [Icon, MatButton, RouterLink],
  templateUrl: './sites-page.html',
  styleUrls: ['./list-page.css', './sites-page.css'],
})
export class SitesPage {
  readonly #directory = inject(Directory);
  protected readonly words = words;
  protected readonly sites = computed(() =>
    this.#directory.sites().map((site) => ({
      ...site,
      team: this.#directory.teamName(site.teamId),
      on: site.colour === undefined ? null : onColour(site.colour),
    })),
  );
}
