/* Loaded before everything else (`--import`) by the processes of a run with a planted defect. */
import { changeWhatIsLoaded } from '../edit.ts';
import { DEFECTS } from './defects.ts';

const here = process.env['SUPERVISED'] === '1' ? 'services' : 'client';

changeWhatIsLoaded(DEFECTS.filter(({ name, where }) => name === process.env['HOLDFAST_PLANTED'] && where === here));
