import { inject, Injectable } from '@angular/core';
import { Preferences } from './preferences.ts';
import type { NoticeKind } from './preferences-data.ts';

/** Tones of a sound: pitch in Hz, when it begins and how long it rings, in s. */
type Tone = readonly [pitch: number, at: number, rings: number];

const TUNES: Record<NoticeKind, readonly Tone[]> = {
  waiting: [
    [587, 0, 0.35],
    [880, 0.14, 0.5],
  ],
  message: [[740, 0, 0.28]],
  mention: [
    [880, 0, 0.2],
    [988, 0.1, 0.2],
    [1175, 0.2, 0.45],
  ],
  assigned: [
    [523, 0, 0.25],
    [659, 0.1, 0.25],
    [784, 0.2, 0.5],
  ],
};

/** Sounds made here, so that none is fetched. Browsers allow them after the first click or key in the page. */
@Injectable({ providedIn: 'root' })
export class Sounds {
  readonly #preferences = inject(Preferences);
  #context: AudioContext | undefined;

  async play(kind: NoticeKind): Promise<void> {
    const loudness = this.#preferences.now().volume / 100;
    if (loudness === 0 || typeof AudioContext !== 'function') return;
    this.#context ??= new AudioContext();
    const context = this.#context;
    // Not waited for without end: where it is not allowed yet, there is no sound now, and none late.
    if (context.state !== 'running') await Promise.race([context.resume(), new Promise((end) => setTimeout(end, 200))]);
    if (context.state !== 'running') return;
    for (const tone of TUNES[kind]) ring(context, tone, loudness * 0.3);
  }
}

/** A soft bell: it is struck and dies away. */
function ring(context: AudioContext, [pitch, at, rings]: Tone, loudness: number): void {
  const start = context.currentTime + at;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = 'sine';
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + rings);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + rings);
}
