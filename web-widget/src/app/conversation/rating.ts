import { Component, output, signal } from '@angular/core';
import { words } from '../words';

/** Asks for one to five after a conversation was closed. */
@Component({
  selector: 'hf-rating',
  template: `
    <form (submit)="$event.preventDefault(); rated.emit({ score: score(), comment: comment.value.trim() })">
      <fieldset>
        <legend>{{ words.rate }}</legend>
        <div class="scores">
          @for (value of scores; track value) {
            <label>
              <input
                class="unseen"
                type="radio"
                name="score"
                [value]="value"
                [attr.aria-label]="words.rateScore(value)"
                (change)="score.set(value)"
              />
              <span aria-hidden="true" [class.chosen]="value <= score()">★</span>
            </label>
          }
        </div>
      </fieldset>
      <textarea
        #comment
        rows="2"
        maxlength="2000"
        [attr.aria-label]="words.rateComment"
        [placeholder]="words.rateComment"
        [hidden]="score() === 0"
      ></textarea>
      <button type="submit" [hidden]="score() === 0">{{ words.rateSend }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--space);
      margin-block: calc(var(--space) * 2);
      padding: calc(var(--space) * 1.5);
      border: 1px solid var(--outline);
      border-radius: var(--radius);
    }
    [hidden] {
      display: none;
    }
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
      text-align: center;
    }
    .scores {
      display: flex;
      justify-content: center;
    }
    label {
      position: relative;
      padding: 4px 6px;
      cursor: pointer;
    }
    span {
      color: var(--text-quiet);
      font-size: 1.6rem;
    }
    .chosen {
      color: #c77700;
    }
    label:has(:focus-visible) {
      border-radius: 6px;
      outline: 2px solid var(--text);
    }
    textarea {
      padding: var(--space);
      border: 1px solid var(--outline);
      border-radius: 8px;
      background: var(--surface);
      resize: vertical;
    }
    button {
      padding: var(--space);
      border: 0;
      border-radius: 8px;
      background: var(--brand);
      color: var(--on-brand);
    }
  `,
})
export class Rating {
  readonly rated = output<{ score: number; comment: string }>();
  readonly words = words;
  readonly scores = [1, 2, 3, 4, 5] as const;
  readonly score = signal(0);
}
