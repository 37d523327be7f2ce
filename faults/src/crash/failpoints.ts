/* Loaded before everything else (`--import`) by the processes of an installation that faults are injected into. */
import { changeWhatIsLoaded } from '../edit.ts';
import { disarm, noteHit } from './arming.ts';
import { PROCESS_WINDOWS } from './windows.ts';

const folder = process.env['HOLDFAST_CRASHES'];

if (folder !== undefined) {
  const crashing = {
    isDue: (window: string) => disarm(folder, window),
    crash: (window: string) => {
      noteHit(folder, window);
      process.kill(process.pid, 'SIGKILL');
    },
  };
  Object.assign(globalThis, { crashing });
  changeWhatIsLoaded(PROCESS_WINDOWS);
}
