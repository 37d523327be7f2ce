import { release } from './global-setup.ts';

export default release;
