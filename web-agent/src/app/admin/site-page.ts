import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { contrast, Icon, onColour } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { Tell } from '../../look/tell.ts';
import { locale, words } from '../../words/words.ts';
import { Control, Field } from './field.ts';
import { LookPreview } from './look-preview.ts';
import type { Trouble } from './refusal.ts';
import { ASKED, COLOUR, formOf, idOf, isSiteTrouble, type SiteForm, siteOf } from './site-form.ts';
import { SiteInstall } from './site-install.ts';
import { WorkspaceChanges } from './workspace-changes.ts';

/** What is offered beside the colours of one's own. */
const COLOURS = [
  ['indigo', '#3a4fd0'],
  ['teal', '#0f6e84'],
  ['green', '#2f5d50'],
  ['violet', '#8a3ffc'],
  ['red', '#b3261e'],
  ['orange', '#c2410c'],
  ['black', '#171a21'],
] as const;
const [[, STANDARD]] = COLOURS;
const NEW = 'new';

/** One site: made here, changed here, and what to copy of it. */
@Component({
  selector: 'hf-site-page',
  imports: [Control, Field, Icon, LookPreview, MatButton, RouterLink, SiteInstall],
  templateUrl: './site-page.html',
  styleUrls: ['./editor.css', './site-page.css'],
})
export class SitePage {
  /** The id of the site, from the address. */
  readonly site = input.required<string>();
  readonly #directory = inject(Directory);
  readonly #changes = inject(WorkspaceChanges);
  readonly #router = inject(Router);
  readonly #tell = inject(Tell);
  readonly #injector = inject(Injector);
  protected readonly words = words;
  protected readonly asked = ASKED;
  protected readonly colours = COLOURS;
  protected readonly standard = STANDARD;
  protected readonly teams = this.#directory.teams;
  protected readonly isNew = computed(() => this.site() === NEW);
  protected readonly saved = computed(() => this.#directory.sites().find(({ siteId }) => siteId === this.site()));
  // What is being typed stays while the directory is read again; another site begins anew.
  protected readonly form = linkedSignal<string, SiteForm>({
    source: this.site,
    computation: () => untracked(() => formOf(this.saved(), this.teams())),
  });
  protected readonly trouble = signal<Trouble | null>(null);
  protected readonly isSaving = signal(false);
  protected readonly colour = computed(() => {
    const typed = this.form().colour.trim().toLowerCase();
    return COLOUR.test(typed) ? typed : null;
  });
  protected readonly ratio = computed(() => {
    const colour = this.colour() ?? STANDARD;
    const ratio = contrast(colour, onColour(colour));
    return `${ratio.toLocaleString(locale(), { maximumFractionDigits: 1 })}:1`;
  });
  protected readonly install = viewChild<SiteInstall, ElementRef<HTMLElement>>(SiteInstall, { read: ElementRef });
  #typedId = false;

  protected set(change: Partial<SiteForm>): void {
    this.form.update((form) => ({ ...form, ...change }));
  }

  /** A new site gets its id from its name, until somebody writes one. */
  protected setName(name: string): void {
    this.set(this.isNew() && !this.#typedId ? { name, siteId: idOf(name) } : { name });
  }

  protected setId(siteId: string): void {
    this.#typedId = siteId !== '';
    this.set({ siteId });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isSaving()) return;
    const made = siteOf(this.form());
    if (isSiteTrouble(made)) {
      this.trouble.set(made);
      return;
    }
    this.isSaving.set(true);
    const taken = this.isNew() && this.#directory.sites().some(({ siteId }) => siteId === made.siteId);
    const trouble = taken
      ? ({ field: 'siteId', text: words().admin.refusals['site-taken'] ?? '' } as const)
      : await this.#changes.give({ type: 'SaveSite', data: made });
    this.isSaving.set(false);
    this.trouble.set(trouble);
    if (trouble !== null) return;
    this.#tell.say(words().admin.saved);
    if (!this.isNew()) return;
    await this.#router.navigate(['/admin/sites', made.siteId], { replaceUrl: true });
    // What to do with it comes next.
    afterNextRender(() => this.install()?.nativeElement.scrollIntoView(), { injector: this.#injector });
  }

  protected at(field: Trouble['field']): string | null {
    const trouble = this.trouble();
    return trouble !== null && trouble.field === field ? trouble.text : null;
  }
}
