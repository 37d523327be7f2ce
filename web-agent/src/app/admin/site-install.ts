import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api.ts';
import { failureText } from '../../api/failure.ts';
import { words } from '../../words/words.ts';
import { CopyBox } from './copy-box.ts';
import { Dialogs } from './dialogs.ts';
import { embedCode, identifyCode, policyLine, signingCode } from './snippets.ts';

/** What an integrator takes along: the embed code, the policy, and the key to vouch for people with. */
@Component({
  selector: 'hf-site-install',
  imports: [CopyBox, MatButton],
  templateUrl: './site-install.html',
  styleUrl: './site-install.css',
})
export class SiteInstall {
  readonly siteId = input.required<string>();
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  protected readonly words = words;
  protected readonly embed = computed(() => embedCode(location.origin, this.siteId()));
  protected readonly policy = policyLine(location.origin);
  protected readonly signing = computed(() => signingCode(this.siteId()));
  protected readonly identify = identifyCode();
  /** Told once: it is nowhere to be read again. */
  protected readonly key = linkedSignal<string, string | null>({ source: this.siteId, computation: () => null });
  protected readonly problem = signal<string | null>(null);
  protected readonly isMaking = signal(false);

  protected async makeKey(): Promise<void> {
    const { replaceTitle, replaceText, replaceKey } = words().admin;
    if (!(await this.#dialogs.confirm({ title: replaceTitle, text: replaceText, act: replaceKey }))) return;
    this.isMaking.set(true);
    this.problem.set(null);
    try {
      this.key.set((await this.#api.makeIdentityKey(this.siteId())).key);
    } catch (error) {
      this.problem.set(failureText(error));
    } finally {
      this.isMaking.set(false);
    }
  }
}
