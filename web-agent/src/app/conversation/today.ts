import { computed, inject, Injectable } from '@angular/core';
import { Now } from '@holdfast/look';

/** The day it is where the reader is. What depends on it alone is not drawn anew every second. */
@Injectable({ providedIn: 'root' })
export class Today {
  readonly #now = inject(Now);
  /** Noon of that day, in ms since 1970. */
  readonly noon = computed(() => new Date(this.#now.ms()).setHours(12, 0, 0, 0));
}
