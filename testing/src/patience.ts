/** Run by Jest before each spec file that uses real servers: a busy machine is no failure. Jest's own 5 s is for pure code. */
import { jest } from '@jest/globals';

jest.setTimeout(60_000);
