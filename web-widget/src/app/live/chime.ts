/** Two soft notes, made here: nothing is fetched. */
const NOTES = [
  { hz: 660, at: 0 },
  { hz: 880, at: 0.12 },
];
const LENGTH_S = 0.35;
const LOUDNESS = 0.08;

let context: AudioContext | undefined;

/** Plays where the browser lets a page be heard; it does not before somebody has touched it. */
export async function chime(): Promise<void> {
  // Before that the browser only complains of it.
  if (!navigator.userActivation.hasBeenActive) return;
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') await context.resume();
    for (const { hz, at } of NOTES) {
      const [tone, loudness] = [context.createOscillator(), context.createGain()];
      const begin = context.currentTime + at;
      tone.frequency.value = hz;
      loudness.gain.setValueAtTime(0, begin);
      loudness.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, begin + LENGTH_S);
      tone.connect(loudness).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + LENGTH_S);
    }
  } catch {
    // A browser without sound is a quiet one.
  }
}
