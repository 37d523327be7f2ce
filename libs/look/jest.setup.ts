import { jest } from '@jest/globals';
import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless';

setupZonelessTestEnv();
// A busy machine is no failure. What really hangs is still ended.
jest.setTimeout(60_000);
