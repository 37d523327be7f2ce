/** Run by Jest before each spec file: a busy machine is no failure. What really hangs is still ended. */
import { jest } from '@jest/globals';

jest.setTimeout(60_000);
