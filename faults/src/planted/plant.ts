/* Loaded before everything else (`--import`) by the processes of a run with a planted defect. */
import { changeWhatIsLoaded } from '../edit.ts';
import { DEFECTS } from './defects.ts';

const { SUPERVISED, HOLDFAST_PLANTED, HOLDFAST_PLANTED_IN_ALL } = process.env;
const here = SUPERVISED === '1' ? 'services' : 'client';
// In the simulation everybody is in this process.
const isHere = (where: string): boolean => HOLDFAST_PLANTED_IN_ALL === '1' || where === here;

changeWhatIsLoaded(DEFECTS.filter(({ name, where }) => name === HOLDFAST_PLANTED && isHere(where)));
