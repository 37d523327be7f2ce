// Kinds of tests are projects; HOLDFAST_TEST_PROJECTS names the wanted ones, separated by commas.
// The web apps bring an Angular-aware configuration of their own.
import { fileURLToPath } from 'node:url';

const rootDir = fileURLToPath(new URL('.', import.meta.url));
const webApps = ['libs/look', 'web-agent', 'web-widget'];
const ignored = ['/node_modules/', '/dist/', '/\\.data/'];
const web = webApps.map((app) => `<rootDir>/${app}/`);

const swc = [
  '@swc/jest',
  {
    swcrc: false,
    module: { type: 'es6' },
    sourceMaps: 'inline',
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, verbatimModuleSyntax: true },
      keepClassNames: true,
    },
  },
];

function kind(displayName, testMatch, extra = {}) {
  const { ignore = [], ...rest } = extra;
  return {
    displayName,
    rootDir,
    testMatch,
    testPathIgnorePatterns: [...ignored, ...web, ...ignore],
    modulePathIgnorePatterns: ['/dist/'],
    testEnvironment: 'node',
    testEnvironmentOptions: { customExportConditions: ['holdfast-source', 'node', 'node-addons'] },
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '\\.ts$': swc },
    setupFilesAfterEnv: ['<rootDir>/testing/src/patience.ts'],
    ...rest,
  };
}

// One nats-server and one Postgres for a whole run, from the test kit.
const kit = (file) => `<rootDir>/testing/src/${file}`;
const servers = {
  globalSetup: kit('global-setup.ts'),
  globalTeardown: kit('global-teardown.ts'),
};

const projects = [
  kind('unit', ['<rootDir>/**/*.spec.ts'], { ignore: ['\\.(laws|int|e2e)\\.spec\\.ts$'] }),
  kind('laws', ['<rootDir>/**/*.laws.spec.ts']),
  kind('int', ['<rootDir>/**/*.int.spec.ts'], servers),
  kind('e2e', ['<rootDir>/e2e/**/*.e2e.spec.ts'], servers),
];
const wanted = process.env.HOLDFAST_TEST_PROJECTS?.split(',') ?? [
  ...projects.map((project) => project.displayName),
  ...webApps,
];

export default {
  projects: [
    ...projects.filter((project) => wanted.includes(project.displayName)),
    ...webApps.filter((app) => wanted.includes(app)).map((app) => `<rootDir>/${app}`),
  ],
};
